namespace CampaignEvents.Api.Replays;

/// <summary>What the command <c>replay</c> is to go over.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="Title">Its title.</param>
/// <param name="LaunchedAt">Ledger time of its first line.</param>
/// <param name="From">What came before is folded and not told; from the launch, everything is.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Lines">Lines up to there.</param>
/// <param name="Factor">How many times faster than history; null: as fast as it can.</param>
internal sealed record ReplayTask(
    Guid CampaignId, string Slug, string Title, DateTimeOffset LaunchedAt, DateTimeOffset From, DateTimeOffset To, long Lines, double? Factor)
{
    public bool Tells(DateTimeOffset at) => From <= LaunchedAt || at > From;
}
