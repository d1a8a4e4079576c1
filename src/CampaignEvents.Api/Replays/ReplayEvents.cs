using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Replays;

/// <summary>Event <c>state</c>: how far the campaign was at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Progress">Counts, goal, and whether it was open.</param>
/// <param name="Change">Since the state before.</param>
internal sealed record ReplayState(DateTimeOffset At, ProgressAnswer Progress, ReplayChange Change);

/// <summary>What happened between two states.</summary>
/// <param name="Lines">Lines of the ledger.</param>
/// <param name="Counted">Signatures that came to count.</param>
/// <param name="Removed">Signatures withdrawn or invalidated.</param>
/// <param name="External">Change of the external counts.</param>
internal sealed record ReplayChange(long Lines, long Counted, long Removed, long External)
{
    public static ReplayChange Between(Progress before, Progress after) => new(
        after.Line - before.Line, after.Counted - before.Counted,
        after.Withdrawn + after.Invalidated - before.Withdrawn - before.Invalidated, after.External - before.External);
}

/// <summary>Event <c>milestone</c>: a threshold was reached, fallen below or regained. It comes before the first state that includes it.</summary>
/// <param name="At">When.</param>
/// <param name="Change"><c>reached</c>, <c>fallenBelow</c> or <c>regained</c>.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count then.</param>
/// <param name="Line">The milestone's own line.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that did it; left out for an external count.</param>
/// <param name="Source">The source of the external count that did it; left out for a signature.</param>
internal sealed record ReplayMilestone(
    DateTimeOffset At, string Change, long Threshold, long Count, long Line, long ByLine, Guid? SignatureId, string? Source)
{
    public static ReplayMilestone Of(MilestoneRow row) => new(
        row.At,
        row.Change switch
        {
            MilestoneChange.Reached => "reached",
            MilestoneChange.FallenBelow => "fallenBelow",
            _ => "regained",
        },
        row.Threshold, row.Count, row.Line, row.ByLine, row.SignatureId, row.Source);
}

/// <summary>Event <c>end</c>: the whole state at the last moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Change">Since the state before.</param>
/// <param name="State">All that the ledger came to.</param>
internal sealed record ReplayEnd(DateTimeOffset At, ReplayChange Change, StateAnswer State);
