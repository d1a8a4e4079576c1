using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Schedules;

/// <summary>Says, at the moment that was set, that a campaign opens or closes.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Turn">What was set.</param>
internal sealed record TurnCampaign(Guid CampaignId, CampaignTurn Turn);
