namespace CampaignEvents.Domain.Milestones;

/// <summary>A threshold is no longer watched.</summary>
public sealed record ThresholdRemoved(long Threshold) : LedgerEvent;
