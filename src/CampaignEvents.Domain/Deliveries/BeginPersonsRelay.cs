namespace CampaignEvents.Domain.Deliveries;

/// <summary>Asks to record that signatories' details are about to be sent to a receiver.</summary>
/// <param name="ReceiverId">Whom to.</param>
/// <param name="Reason">Why, 1 to <see cref="MaximumReason"/> characters, without personal data: it is recorded in clear.</param>
/// <param name="At">When it was asked.</param>
public sealed record BeginPersonsRelay(Guid ReceiverId, string Reason, DateTimeOffset At) : Command(At)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaximumReason = 200;

    public override Decision Decide(Facts facts) =>
        facts.Campaign.PersonsRelays.Contains(ReceiverId) ? Decision.NoChange : new PersonsRelayBegun(ReceiverId, Reason);
}
