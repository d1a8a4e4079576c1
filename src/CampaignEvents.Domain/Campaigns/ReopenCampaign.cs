namespace CampaignEvents.Domain.Campaigns;

/// <summary>Asks that signatures count again.</summary>
/// <param name="ClosesAt">The new closing time; null: the old one if it still lies ahead, else none.</param>
/// <param name="At">When it was asked.</param>
public sealed record ReopenCampaign(DateTimeOffset? ClosesAt, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts)
    {
        var now = facts.Campaign.Progress;
        var closesAt = ClosesAt ?? (now.ClosesAt > At ? now.ClosesAt : null);
        return now.StateAt(At) switch
        {
            _ when closesAt <= At => Rejections.ClosingTimeNotAhead,
            CampaignState.Closed => new CampaignReopened(closesAt),
            _ when closesAt == now.ClosesAt => Decision.NoChange,
            _ => Rejections.CampaignNotClosed,
        };
    }
}
