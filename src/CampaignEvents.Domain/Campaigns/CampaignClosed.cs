namespace CampaignEvents.Domain.Campaigns;

/// <summary>Staff closed the campaign.</summary>
public sealed record CampaignClosed : LedgerEvent;
