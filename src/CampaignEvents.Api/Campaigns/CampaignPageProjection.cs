using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Campaigns;
using JasperFx.Events;
using Marten.Events.Projections;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Keeps <see cref="CampaignPage"/>.</summary>
internal sealed partial class CampaignPageProjection : EventProjection
{
    public static CampaignPage Create(IEvent<CampaignLaunched> launched) => CampaignPage.Of(StoredLine.Read(launched))!;
}
