namespace CampaignEvents.Domain.Deliveries;

/// <summary>Asks to record that signatories' details are no longer sent to a receiver.</summary>
/// <param name="ReceiverId">Whom they were sent to.</param>
/// <param name="At">When it was asked.</param>
public sealed record EndPersonsRelay(Guid ReceiverId, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) =>
        facts.Campaign.PersonsRelays.Contains(ReceiverId) ? new PersonsRelayEnded(ReceiverId) : Decision.NoChange;
}
