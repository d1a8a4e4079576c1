using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Milestones;

/// <summary>A threshold that is watched.</summary>
/// <param name="Threshold">The count that triggers it.</param>
/// <param name="Asked">Asked for as a threshold, and not only because it is or was the goal.</param>
/// <param name="Reached">The count was at or above it once.</param>
/// <param name="Below">Reached, and the count fell below it since.</param>
/// <param name="Removed">Watched no longer; kept because a milestone is reached for the first time only once.</param>
public sealed record Watch(long Threshold, bool Asked, bool Reached = false, bool Below = false, bool Removed = false)
{
    public static ImmutableArray<Watch> Evolve(ImmutableArray<Watch> watches, LedgerEvent @event) => @event switch
    {
        CampaignLaunched { Terms: var terms } => terms.Thresholds.Aggregate(
            With(watches, terms.Goal, asked: false), (all, threshold) => With(all, threshold, asked: true)),
        ThresholdAdded added => With(watches, added.Threshold, asked: true),
        ThresholdRemoved removed => Remove(watches, removed.Threshold),
        GoalChanged changed => With(Without(watches, changed.From), changed.To, asked: false),
        GoalRaised raised => With(watches, raised.To, asked: false),
        MilestoneReached reached => Mark(watches, reached.Threshold, below: false),
        MilestoneFallenBelow fallen => Mark(watches, fallen.Threshold, below: true),
        MilestoneRegained regained => Mark(watches, regained.Threshold, below: false),
        _ => watches,
    };

    // What is watched anew lies above the count, so a milestone reached before has been fallen below meanwhile.
    private static ImmutableArray<Watch> With(ImmutableArray<Watch> watches, long threshold, bool asked) =>
        watches.FirstOrDefault(w => w.Threshold == threshold) is { } watch
            ? watches.Replace(watch, watch with { Asked = watch.Asked || asked, Below = watch.Below || watch.Removed, Removed = false })
            : [.. watches.Append(new Watch(threshold, asked)).OrderBy(w => w.Threshold)];

    // A goal that was only wished for goes; one that was reached, or asked for as a threshold, stays.
    private static ImmutableArray<Watch> Without(ImmutableArray<Watch> watches, long goal) =>
        [.. watches.Where(w => w.Threshold != goal || w.Reached || w.Asked)];

    private static ImmutableArray<Watch> Remove(ImmutableArray<Watch> watches, long threshold) =>
        [.. watches.Where(w => w.Threshold != threshold || w.Reached)
            .Select(w => w.Threshold == threshold ? w with { Asked = false, Removed = true } : w)];

    private static ImmutableArray<Watch> Mark(ImmutableArray<Watch> watches, long threshold, bool below) =>
        [.. watches.Select(w => w.Threshold == threshold ? w with { Reached = true, Below = below } : w)];
}
