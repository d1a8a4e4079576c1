namespace CampaignEvents.Domain;

/// <summary>Something that happened to a campaign. Once stored, its shape never changes.</summary>
public abstract record LedgerEvent;
