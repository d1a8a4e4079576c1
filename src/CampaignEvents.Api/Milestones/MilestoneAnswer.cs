using System.ComponentModel.DataAnnotations;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Api.Milestones;

/// <summary>Watches for a count.</summary>
internal sealed record ThresholdRequest([property: Required] long? Threshold);

/// <summary>A threshold that was reached.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="ReachedAt">When it was reached first; never changes.</param>
/// <param name="Count">The count that reached it.</param>
/// <param name="Line">The ledger line that crossed it.</param>
/// <param name="SignatureId">The signature that crossed it; left out for an external count.</param>
/// <param name="Source">The source of the external count that crossed it; left out for a signature.</param>
/// <param name="FallenBelowAt">When the count last fell below it; left out if never.</param>
/// <param name="RegainedAt">When the count last came back; left out if never. Earlier than the fall: still below.</param>
internal sealed record MilestoneAnswer(
    long Threshold, DateTimeOffset ReachedAt, long Count, long Line, Guid? SignatureId, string? Source,
    DateTimeOffset? FallenBelowAt, DateTimeOffset? RegainedAt)
{
    public static MilestoneAnswer Of(Milestone m) =>
        new(m.Threshold, m.ReachedAt, m.Count, m.ByLine, m.SignatureId, m.Source, m.FallenBelowAt, m.RegainedAt);

    public static IReadOnlyList<MilestoneAnswer> Of(IReadOnlyList<MilestoneRow> changes) =>
    [
        .. from reached in changes
           where reached.Change == MilestoneChange.Reached
           select new MilestoneAnswer(
               reached.Threshold, reached.At, reached.Count, reached.ByLine, reached.SignatureId, reached.Source,
               Last(changes, reached.Threshold, MilestoneChange.FallenBelow), Last(changes, reached.Threshold, MilestoneChange.Regained)),
    ];

    private static DateTimeOffset? Last(IReadOnlyList<MilestoneRow> changes, long threshold, MilestoneChange change) =>
        changes.LastOrDefault(c => c.Threshold == threshold && c.Change == change)?.At;
}
