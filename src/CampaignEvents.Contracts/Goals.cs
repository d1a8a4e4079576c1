namespace CampaignEvents.Contracts;

/// <summary>The goal was reached, and the ladder gave the next.</summary>
/// <param name="From">The goal that was reached.</param>
/// <param name="To">The count asked for next.</param>
public sealed record GoalRaised(CampaignReference Campaign, long Line, DateTimeOffset At, long From, long To)
    : CampaignAnnouncement(Campaign, Line, At);

/// <summary>Staff set another goal.</summary>
/// <param name="From">The goal before.</param>
/// <param name="To">The count asked for next.</param>
public sealed record GoalChanged(CampaignReference Campaign, long Line, DateTimeOffset At, long From, long To)
    : CampaignAnnouncement(Campaign, Line, At);
