namespace CampaignEvents.Domain.Campaigns;

/// <summary>Asks for another goal, which must be above the count.</summary>
public sealed record ChangeGoal(long Goal, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) => facts.Campaign.Progress switch
    {
        var now when now.Goal == Goal => Decision.NoChange,
        var now when Goal <= now.Count => Rejections.GoalNotAboveCount,
        var now => new GoalChanged(now.Goal, Goal),
    };
}
