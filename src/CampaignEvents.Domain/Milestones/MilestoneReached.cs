namespace CampaignEvents.Domain.Milestones;

/// <summary>The count came to or above a threshold for the first time. Its time is the line's, and stays for ever.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count that reached it.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that crossed it; null for an external count.</param>
/// <param name="Source">The source of the external count that crossed it; null for a signature.</param>
public sealed record MilestoneReached(long Threshold, long Count, long ByLine, Guid? SignatureId, string? Source) : LedgerEvent;
