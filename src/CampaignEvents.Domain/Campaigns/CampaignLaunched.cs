namespace CampaignEvents.Domain.Campaigns;

/// <summary>A campaign began: the first line of every ledger.</summary>
public sealed record CampaignLaunched(CampaignTerms Terms) : LedgerEvent;
