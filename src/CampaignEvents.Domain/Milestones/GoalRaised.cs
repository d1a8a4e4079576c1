namespace CampaignEvents.Domain.Milestones;

/// <summary>The goal was reached, and the ladder gave the next.</summary>
public sealed record GoalRaised(long From, long To) : LedgerEvent;
