using CampaignEvents.Api.Http;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// The key of staff who may also export persons in clear. There is none until the operator asks for one; it is shown once,
/// and no copy is kept.
/// </summary>
internal sealed class UnsealKey(NpgsqlDataSource dataSource, TimeProvider clock)
{
    private const string Prefix = "unseal_";

    private readonly StoredKey _stored = new(dataSource, clock, "unseal-key");

    public ValueTask<bool> FitsAsync(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) ? _stored.FitsAsync(key) : new(false);

    public async Task<bool> ExistsAsync() => await _stored.ReadAsync() is not null;

    /// <summary>Makes a new key; the old one is void.</summary>
    public async Task<string> ReplaceAsync()
    {
        var key = StaffKeyHash.NewKey(Prefix);
        await _stored.StoreAsync(key, onlyIfMissing: false);
        return key;
    }

    /// <summary>Takes the right away. False when nobody had it.</summary>
    public Task<bool> RemoveAsync() => _stored.RemoveAsync();
}
