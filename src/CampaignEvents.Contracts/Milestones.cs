namespace CampaignEvents.Contracts;

/// <summary>The count came to or above a threshold for the first time. Said once for each threshold of a campaign.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count that reached it.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that crossed it; null for an external count.</param>
/// <param name="Source">The source of the external count that crossed it; null for a signature.</param>
public sealed record MilestoneReached(
    CampaignReference Campaign, long Line, DateTimeOffset At, long Threshold, long Count, long ByLine, Guid? SignatureId, string? Source)
    : CampaignAnnouncement(Campaign, Line, At);

/// <summary>The count came back to a threshold that it had fallen below.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count that regained it.</param>
/// <param name="ByLine">The line that moved the count.</param>
public sealed record MilestoneRegained(
    CampaignReference Campaign, long Line, DateTimeOffset At, long Threshold, long Count, long ByLine) : CampaignAnnouncement(Campaign, Line, At);

/// <summary>The count fell below a threshold that it had reached.</summary>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count after the fall.</param>
/// <param name="ByLine">The line that moved the count.</param>
public sealed record MilestoneFallenBelow(
    CampaignReference Campaign, long Line, DateTimeOffset At, long Threshold, long Count, long ByLine) : CampaignAnnouncement(Campaign, Line, At);
