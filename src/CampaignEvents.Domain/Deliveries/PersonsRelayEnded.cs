namespace CampaignEvents.Domain.Deliveries;

/// <summary>Signatories' details are no longer sent to a receiver.</summary>
/// <param name="ReceiverId">Whom they were sent to.</param>
public sealed record PersonsRelayEnded(Guid ReceiverId) : LedgerEvent;
