using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Campaigns;
using JasperFx.Events;
using Marten.Events.Aggregation;

namespace CampaignEvents.Api.Campaigns;

/// <summary>The snapshot that decisions start from, by the same fold that decides.</summary>
internal sealed partial class CampaignProjection : SingleStreamProjection<Campaign, Guid>
{
    public override Campaign? Evolve(Campaign? snapshot, Guid id, IEvent e) =>
        Campaign.Evolve(snapshot ?? Campaign.Unlaunched, StoredLine.Read(e));
}
