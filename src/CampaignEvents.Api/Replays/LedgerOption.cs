using System.CommandLine;

namespace CampaignEvents.Api.Replays;

/// <summary>The option of commands that go over one ledger or all of them.</summary>
internal static class LedgerOption
{
    public static Option<string?> Create() => new("--campaign") { Description = "The campaign's slug (default: every campaign)." };

    /// <exception cref="InvalidDataException">There is no such campaign.</exception>
    public static async Task<IReadOnlyList<LedgerEntry>> FindAsync(IServiceProvider services, string? slug, CancellationToken cancellation)
    {
        var found = await services.GetRequiredService<Ledgers>().FindAsync(slug, cancellation);
        return found.Count > 0 || slug is null ? found : throw new InvalidDataException($"There is no campaign '{slug}'.");
    }
}
