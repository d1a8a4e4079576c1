using System.Collections.Concurrent;
using CampaignEvents.Domain.Campaigns;
using Marten;

namespace CampaignEvents.Api.Campaigns;

/// <summary>From slug to campaign. Only campaigns that exist are remembered, so nobody can fill it with made-up slugs.</summary>
internal sealed class CampaignDirectory(IDocumentStore store)
{
    private readonly ConcurrentDictionary<string, CampaignEntry> _known = new(StringComparer.Ordinal);

    /// <summary>Null when there is no such campaign.</summary>
    public ValueTask<CampaignEntry?> FindAsync(string slug, CancellationToken cancellation) =>
        _known.TryGetValue(slug, out var entry) ? new(entry) : LoadAsync(slug, cancellation);

    private async ValueTask<CampaignEntry?> LoadAsync(string slug, CancellationToken cancellation)
    {
        if (!CampaignSlug.IsValid(slug))
            return null;
        await using var session = store.QuerySession();
        var campaign = await session.LoadAsync<Campaign>(CampaignId.Of(slug), cancellation);
        return campaign is null ? null : _known.GetOrAdd(slug, new CampaignEntry(campaign.Id, slug, campaign.Confirmation));
    }
}

/// <summary>What never changes of a launched campaign.</summary>
internal sealed record CampaignEntry(Guid Id, string Slug, Confirmation Confirmation);
