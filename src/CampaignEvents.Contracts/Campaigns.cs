namespace CampaignEvents.Contracts;

/// <summary>A campaign began.</summary>
/// <param name="Goal">Signatures asked for first.</param>
/// <param name="OpensAt">First moment a signature counts; null: from launch.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; null: no end.</param>
public sealed record CampaignLaunched(
    CampaignReference Campaign, long Line, DateTimeOffset At, long Goal, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt)
    : CampaignAnnouncement(Campaign, Line, At);

/// <summary>The opening time came: signatures count from now on. A campaign without one is open from its launch.</summary>
public sealed record CampaignOpened(CampaignReference Campaign, long Line, DateTimeOffset At) : CampaignAnnouncement(Campaign, Line, At);

/// <summary>No more signatures count: staff closed the campaign, or its closing time came.</summary>
public sealed record CampaignClosed(CampaignReference Campaign, long Line, DateTimeOffset At) : CampaignAnnouncement(Campaign, Line, At);

/// <summary>Signatures count again.</summary>
/// <param name="ClosesAt">Null: no closing time.</param>
public sealed record CampaignReopened(CampaignReference Campaign, long Line, DateTimeOffset At, DateTimeOffset? ClosesAt)
    : CampaignAnnouncement(Campaign, Line, At);
