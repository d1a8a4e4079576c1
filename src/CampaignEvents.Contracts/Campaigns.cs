namespace CampaignEvents.Contracts;

/// <summary>A campaign began.</summary>
/// <param name="Goal">Signatures asked for first.</param>
/// <param name="OpensAt">First moment a signature counts; null: from launch.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; null: no end.</param>
public sealed record CampaignLaunched(
    CampaignReference Campaign, long Line, DateTimeOffset At, long Goal, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
    : Announcement(Campaign, Line, At);

/// <summary>Staff closed the campaign: no more signatures count.</summary>
public sealed record CampaignClosed(CampaignReference Campaign, long Line, DateTimeOffset At) : Announcement(Campaign, Line, At);

/// <summary>Signatures count again.</summary>
/// <param name="ClosesAt">Null: no closing time.</param>
public sealed record CampaignReopened(CampaignReference Campaign, long Line, DateTimeOffset At, DateTimeOffset? ClosesAt)
    : Announcement(Campaign, Line, At);
