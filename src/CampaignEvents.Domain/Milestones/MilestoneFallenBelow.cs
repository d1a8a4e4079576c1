namespace CampaignEvents.Domain.Milestones;

/// <summary>The count fell below a threshold that it had reached.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count after the fall.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that went; null for an external count.</param>
/// <param name="Source">The source of the external count; null for a signature.</param>
public sealed record MilestoneFallenBelow(long Threshold, long Count, long ByLine, Guid? SignatureId, string? Source) : LedgerEvent;
