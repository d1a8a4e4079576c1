using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// A key of an installation, of which the database has the hash. One that is replaced or removed is refused on every node
/// within seconds.
/// </summary>
/// <param name="dataSource">The installation's database.</param>
/// <param name="clock">Says when what is known of the key is too old.</param>
/// <param name="name">Its name in the installation table.</param>
internal sealed class StoredKey(NpgsqlDataSource dataSource, TimeProvider clock, string name)
{
    private static readonly TimeSpan _maximumAge = TimeSpan.FromSeconds(5);

    private Known? _known;

    private sealed record Known(StaffKeyHash? Hash, long ReadAt);

    public async ValueTask<bool> FitsAsync(string key)
    {
        var known = _known;
        if (known is null || clock.GetElapsedTime(known.ReadAt) > _maximumAge)
            _known = known = new(await ReadAsync(), clock.GetTimestamp());
        return known.Hash?.Fits(key) == true;
    }

    /// <summary>The hash as it is stored now; null when there is no key.</summary>
    public async Task<StaffKeyHash?> ReadAsync()
    {
        await using var command = Command($"SELECT value FROM {LedgerSchema.Installation} WHERE name = $1");
        return await command.ExecuteScalarAsync() is byte[] hash ? new(hash) : null;
    }

    /// <summary>Stores a key in the place of the one there is, if any.</summary>
    /// <returns>False when there is one and only a missing one was to be stored.</returns>
    public async Task<bool> StoreAsync(string key, bool onlyIfMissing)
    {
        await using var command = Command(
            $"INSERT INTO {LedgerSchema.Installation} (name, value) VALUES ($1, $2) ON CONFLICT (name) " +
            (onlyIfMissing ? "DO NOTHING" : "DO UPDATE SET value = excluded.value"));
        command.Parameters.Add(new() { Value = StaffKeyHash.Of(key).Value });
        var stored = await command.ExecuteNonQueryAsync() > 0;
        _known = null;
        return stored;
    }

    /// <summary>Whether there was one.</summary>
    public async Task<bool> RemoveAsync()
    {
        await using var command = Command($"DELETE FROM {LedgerSchema.Installation} WHERE name = $1");
        var removed = await command.ExecuteNonQueryAsync() > 0;
        _known = null;
        return removed;
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = name });
        return command;
    }
}
