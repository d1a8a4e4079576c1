using CampaignEvents.Api.Campaigns;
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

/// <summary>Event <c>end</c>: the whole state at the last moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Change">Since the state before.</param>
/// <param name="State">All that the ledger came to.</param>
internal sealed record ReplayEnd(DateTimeOffset At, ReplayChange Change, StateAnswer State);
