namespace CampaignEvents.Domain.Campaigns;

/// <summary>Signatures count again.</summary>
/// <param name="ClosesAt">Null: no closing time.</param>
public sealed record CampaignReopened(DateTimeOffset? ClosesAt) : LedgerEvent;
