namespace CampaignEvents.Domain.Shares;

/// <summary>A link through which a campaign is passed on.</summary>
/// <param name="Id">Carried by the link.</param>
/// <param name="Channel">Where it was passed on.</param>
/// <param name="By">The signature of who passed it on; null when that is not known.</param>
public sealed record Share(Guid Id, string Channel, Guid? By)
{
    public static Share? Evolve(Share? share, LedgerEvent @event) =>
        @event is CampaignShared shared ? new(shared.ShareId, shared.Channel, shared.By) : share;
}
