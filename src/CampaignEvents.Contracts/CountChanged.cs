namespace CampaignEvents.Contracts;

/// <summary>
/// The count moved. Told at most once a second for each campaign, and again after the last change, so that the latest one
/// always says the count. May come a moment before a milestone of an earlier line: compare lines.
/// </summary>
/// <param name="Count">Counted signatures, less withdrawn and invalidated, plus external ones, after the line.</param>
/// <param name="Goal">Signatures asked for next.</param>
/// <param name="State"><c>scheduled</c>, <c>open</c> or <c>closed</c>, at the line's time.</param>
public sealed record CountChanged(CampaignReference Campaign, long Line, DateTimeOffset At, long Count, long Goal, string State)
    : CampaignAnnouncement(Campaign, Line, At);
