namespace CampaignEvents.Api.Ledger;

/// <summary>
/// The ledger could not take the command now. It may be asked again: whatever became of this one, asking twice records once.
/// </summary>
internal sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
