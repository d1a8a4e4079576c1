namespace CampaignEvents.Api.Schedules;

/// <summary>Asks that deliveries that ended long ago be forgotten.</summary>
internal sealed record PruneDeliveries;
