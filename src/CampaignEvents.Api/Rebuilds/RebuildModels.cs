using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Tallies;

namespace CampaignEvents.Api.Rebuilds;

/// <summary>What can be rebuilt: everything that says nothing that the ledger does not.</summary>
internal static class RebuildModels
{
    public const string Campaign = "campaign", Page = "page", Checkpoints = "checkpoints";

    /// <summary>In the order in which they are named to people.</summary>
    public static readonly IReadOnlyList<string> All =
        [RowSet.Timeline, RowSet.Tallies, RowSet.Milestones, Campaign, Page, Checkpoints];

    /// <summary>A fold for each of the read models that are sets of rows.</summary>
    public static RowFold[] Folds(IReadOnlyCollection<string> models) =>
        [.. ((RowFold[])[new TimelineFold(), new TallyFold(), new MilestoneFold()]).Where(fold => models.Contains(fold.Model))];
}
