namespace CampaignEvents.Domain.Campaigns;

/// <summary>Asks that no more signatures count.</summary>
public sealed record CloseCampaign(DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) =>
        facts.Campaign.Progress.Closed ? Decision.NoChange : new CampaignClosed();
}
