using System.Collections.Immutable;

namespace CampaignEvents.Domain.Milestones;

/// <summary>A threshold that was reached, and what became of it.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="ReachedAt">Ledger time at which it was reached first; never changes.</param>
/// <param name="Count">The count that reached it.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that crossed it; null for an external count.</param>
/// <param name="Source">The source of the external count that crossed it; null for a signature.</param>
/// <param name="FallenBelowAt">When the count last fell below it; null if never.</param>
/// <param name="RegainedAt">When the count last came back; null if never. Earlier than the fall: still below.</param>
public sealed record Milestone(
    long Threshold, DateTimeOffset ReachedAt, long Count, long ByLine, Guid? SignatureId, string? Source,
    DateTimeOffset? FallenBelowAt = null, DateTimeOffset? RegainedAt = null)
{
    /// <summary>The milestones after a line, in the order in which they were reached.</summary>
    public static ImmutableArray<Milestone> Evolve(ImmutableArray<Milestone> milestones, Line line) => line.Event switch
    {
        MilestoneReached e => milestones.Add(new(e.Threshold, line.At, e.Count, e.ByLine, e.SignatureId, e.Source)),
        MilestoneFallenBelow e => Change(milestones, e.Threshold, m => m with { FallenBelowAt = line.At }),
        MilestoneRegained e => Change(milestones, e.Threshold, m => m with { RegainedAt = line.At }),
        _ => milestones,
    };

    private static ImmutableArray<Milestone> Change(ImmutableArray<Milestone> milestones, long threshold, Func<Milestone, Milestone> change) =>
        [.. milestones.Select(m => m.Threshold == threshold ? change(m) : m)];
}
