namespace CampaignEvents.Domain.Milestones;

/// <summary>Asks to record when the count crosses a threshold.</summary>
public sealed record AddThreshold(long Threshold, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) => facts.Campaign switch
    {
        var campaign when campaign.Watches.Any(w => w is { Asked: true, Removed: false } && w.Threshold == Threshold) => Decision.NoChange,
        var campaign when Threshold <= campaign.Progress.Count => Rejections.ThresholdNotAboveCount,
        { Watches.Length: >= GoalLadder.MaximumLength } => Rejections.TooManyThresholds,
        _ => new ThresholdAdded(Threshold),
    };
}
