namespace CampaignEvents.Domain;

/// <summary>One event of a campaign's ledger.</summary>
/// <param name="Number">Its place in the ledger, 1 for the launch, without gaps.</param>
/// <param name="At">Ledger time, UTC, whole microseconds; never earlier than the line before.</param>
/// <param name="Event">What happened.</param>
public sealed record Line(long Number, DateTimeOffset At, LedgerEvent Event);
