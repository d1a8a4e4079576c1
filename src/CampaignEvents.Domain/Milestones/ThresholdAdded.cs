namespace CampaignEvents.Domain.Milestones;

/// <summary>A threshold is watched from now on.</summary>
public sealed record ThresholdAdded(long Threshold) : LedgerEvent;
