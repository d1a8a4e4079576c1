namespace CampaignEvents.Domain.Deliveries;

/// <summary>From this line on, signatories' details are sent to a receiver. Recorded before the first of them left.</summary>
/// <param name="ReceiverId">Whom they are sent to.</param>
/// <param name="Reason">Why, without personal data.</param>
public sealed record PersonsRelayBegun(Guid ReceiverId, string Reason) : LedgerEvent;
