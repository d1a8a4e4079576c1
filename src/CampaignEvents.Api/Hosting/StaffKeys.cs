using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// The staff key of an installation. The database has its hash; the operator's copy of the key itself is a file in the
/// data folder that only its owner can read, and may be deleted.
/// </summary>
internal sealed class StaffKeys(NpgsqlDataSource dataSource, Installation installation, TimeProvider clock)
{
    private const string FileName = "staff.key";
    private static readonly TimeSpan _maximumAge = TimeSpan.FromSeconds(5);

    private Known? _known;

    private sealed record Known(StaffKeyHash? Hash, long ReadAt);

    /// <summary>Whether a key is the staff key. A replaced key is refused on every node within seconds.</summary>
    public async ValueTask<bool> FitsAsync(string key)
    {
        var known = _known;
        if (known?.Hash is null || clock.GetElapsedTime(known.ReadAt) > _maximumAge)
            _known = known = new(await ReadAsync(), clock.GetTimestamp());
        return known.Hash?.Fits(key) == true;
    }

    /// <summary>The key, if it is known here: made now when there was none, else from the operator's copy.</summary>
    public async Task<string?> EnsureAsync()
    {
        if (await ReadAsync() is not { } hash)
            return await ReplaceAsync(onlyIfMissing: true) ?? await EnsureAsync();
        var path = installation.Folder.PathOf(FileName);
        var copy = File.Exists(path) ? (await File.ReadAllTextAsync(path)).Trim() : null;
        return copy is not null && hash.Fits(copy) ? copy : null;
    }

    /// <summary>Makes a new key; the old one is void.</summary>
    public async Task<string> ReplaceAsync() => (await ReplaceAsync(onlyIfMissing: false))!;

    private async Task<string?> ReplaceAsync(bool onlyIfMissing)
    {
        var key = StaffKeyHash.NewKey();
        await using var command = dataSource.CreateCommand(
            $"INSERT INTO {LedgerSchema.Installation} (name, value) VALUES ('staff-key', $1) ON CONFLICT (name) " +
            (onlyIfMissing ? "DO NOTHING" : "DO UPDATE SET value = excluded.value"));
        command.Parameters.Add(new() { Value = StaffKeyHash.Of(key).Value });
        if (await command.ExecuteNonQueryAsync() == 0)
            return null;
        installation.Folder.WriteSecret(FileName, key);
        return key;
    }

    private async Task<StaffKeyHash?> ReadAsync()
    {
        await using var command = dataSource.CreateCommand($"SELECT value FROM {LedgerSchema.Installation} WHERE name = 'staff-key'");
        return await command.ExecuteScalarAsync() is byte[] hash ? new(hash) : null;
    }
}
