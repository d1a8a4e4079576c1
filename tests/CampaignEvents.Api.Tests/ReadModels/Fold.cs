using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tallies;

namespace CampaignEvents.Api.Tests.ReadModels;

/// <summary>What the read models must say, folded from the ledger's first line.</summary>
internal static class Fold
{
    public static Progress Progress(IEnumerable<Line> lines) => lines.Aggregate(Domain.Campaigns.Progress.None, Domain.Campaigns.Progress.Evolve);

    public static SortedDictionary<string, long> Tally(IEnumerable<Line> lines, Dimension dimension)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var change in lines.SelectMany(l => TallyChange.Of(l.Event)).Where(c => c.Dimension == dimension))
            counts[change.Key] = counts.GetValueOrDefault(change.Key) + change.Change;
        foreach (var key in counts.Where(c => c.Value == 0).Select(c => c.Key).ToArray())
            counts.Remove(key);
        return counts;
    }

    public static IReadOnlyList<MilestoneAnswer> Milestones(IEnumerable<Line> lines) =>
        MilestoneAnswer.Of([.. lines.Select(MilestoneRow.Of).OfType<MilestoneRow>()]);
}
