namespace CampaignEvents.Domain.Milestones;

/// <summary>Asks to watch a threshold no longer. A milestone already reached stays on record.</summary>
public sealed record RemoveThreshold(long Threshold, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) => facts.Campaign switch
    {
        var campaign when campaign.Progress.Goal == Threshold => Rejections.ThresholdIsGoal,
        var campaign when campaign.Watches.All(w => w.Removed || w.Threshold != Threshold) => Decision.NoChange,
        _ => new ThresholdRemoved(Threshold),
    };
}
