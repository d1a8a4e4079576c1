using CampaignEvents.Api.Http;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// The staff key of an installation. The database has its hash; the operator's copy of the key itself is a file in the
/// data folder that only its owner can read, and may be deleted.
/// </summary>
internal sealed class StaffKeys(NpgsqlDataSource dataSource, Installation installation, TimeProvider clock)
{
    private const string FileName = "staff.key";

    private readonly StoredKey _stored = new(dataSource, clock, "staff-key");

    /// <summary>Whether a key is the staff key. A replaced key is refused on every node within seconds.</summary>
    public ValueTask<bool> FitsAsync(string key) => _stored.FitsAsync(key);

    /// <summary>The key, if it is known here: made now when there was none, else from the operator's copy.</summary>
    public async Task<string?> EnsureAsync()
    {
        if (await _stored.ReadAsync() is not { } hash)
            return await ReplaceAsync(onlyIfMissing: true) ?? await EnsureAsync();
        var path = installation.Folder.PathOf(FileName);
        var copy = File.Exists(path) ? (await File.ReadAllTextAsync(path)).Trim() : null;
        return copy is not null && hash.Fits(copy) ? copy : null;
    }

    /// <summary>Makes a new key; the old one is void.</summary>
    public async Task<string> ReplaceAsync() => (await ReplaceAsync(onlyIfMissing: false))!;

    private async Task<string?> ReplaceAsync(bool onlyIfMissing)
    {
        var key = StaffKeyHash.NewKey("staff_");
        if (!await _stored.StoreAsync(key, onlyIfMissing))
            return null;
        installation.Folder.WriteSecret(FileName, key);
        return key;
    }
}
