namespace CampaignEvents.Domain.Shares;

/// <summary>The campaign was passed on through a link.</summary>
/// <param name="ShareId">Carried by the link.</param>
/// <param name="Channel">Where it was passed on.</param>
/// <param name="By">The signature of who passed it on; null when that is not known.</param>
public sealed record CampaignShared(Guid ShareId, string Channel, Guid? By) : LedgerEvent;
