using CampaignEvents.Domain.Campaigns;
using JasperFx.Events;
using Marten.Events.Projections;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Keeps <see cref="CampaignPage"/>.</summary>
internal sealed partial class CampaignPageProjection : EventProjection
{
    public static CampaignPage Create(IEvent<CampaignLaunched> launched)
    {
        var terms = launched.Data.Terms;
        return new(launched.StreamId, terms.Slug, terms.Title, terms.Statement, terms.AddressedTo, launched.Timestamp.ToUniversalTime());
    }
}
