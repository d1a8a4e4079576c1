namespace CampaignEvents.Domain.Milestones;

/// <summary>The count came back to or above a threshold that it had fallen below.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count that regained it.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that came; null for an external count.</param>
/// <param name="Source">The source of the external count; null for a signature.</param>
public sealed record MilestoneRegained(long Threshold, long Count, long ByLine, Guid? SignatureId, string? Source) : LedgerEvent;
