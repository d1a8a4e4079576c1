using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.ExternalCounts;
using JasperFx.Events;
using Marten;

namespace CampaignEvents.Api.Imports;

/// <summary>What a ledger already says of one source, to recognise a file that is imported again.</summary>
internal sealed class KnownReadings
{
    private readonly List<(DateTimeOffset At, long Count)> _figures = [];

    public static async Task<KnownReadings> LoadAsync(IDocumentStore store, Guid campaignId, string source, CancellationToken cancellation)
    {
        var name = StoredEvents.Names[typeof(ExternalCountRecorded)];
        var known = new KnownReadings();
        await using var session = store.QuerySession();
        for (var after = 0L; ;)
        {
            var lines = await session.Events.QueryAllRawEvents()
                .Where(e => e.StreamId == campaignId && e.Version > after && e.EventTypeName == name)
                .OrderBy(e => e.Version).Take(1_000).ToListAsync(cancellation);
            foreach (var line in lines)
            {
                if (line.Data is ExternalCountRecorded recorded && recorded.Source == source)
                    known._figures.Add((line.Timestamp.ToUniversalTime(), recorded.Count));
            }
            if (lines.Count < 1_000)
                return known;
            after = lines[^1].Version;
        }
    }

    /// <summary>Whether the source's figure at that time is, or was, that count.</summary>
    public bool Has(DateTimeOffset at, long count)
    {
        var (low, high) = (0, _figures.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_figures[middle].At <= at)
                low = middle + 1;
            else
                high = middle;
        }
        // Several figures may have one time; all of them are there.
        for (var i = low - 1; i >= 0 && (i == low - 1 || _figures[i].At == at); i--)
        {
            if (_figures[i].Count == count)
                return true;
        }
        return false;
    }
}
