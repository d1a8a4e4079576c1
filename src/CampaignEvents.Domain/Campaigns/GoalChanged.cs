namespace CampaignEvents.Domain.Campaigns;

/// <summary>Staff set another goal.</summary>
public sealed record GoalChanged(long From, long To) : LedgerEvent;
