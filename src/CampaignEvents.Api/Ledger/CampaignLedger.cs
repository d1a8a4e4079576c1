using System.Collections.Concurrent;
using CampaignEvents.Domain;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Ledger;

/// <summary>The one door to every campaign's ledger: a lane for each active campaign, lanes in parallel.</summary>
internal sealed class CampaignLedger(
    BatchWriter writer, IOptions<LedgerOptions> options, TimeProvider clock, ILogger<CampaignLedger> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Lane> _lanes = new();

    /// <summary>Decides a command in its turn, and answers after commit.</summary>
    /// <exception cref="LedgerUnavailableException">The queue is full, the wait too long, or the database out of reach.</exception>
    public Task<Outcome> ExecuteAsync(Guid campaignId, Command command, LedgerGroup? group = null)
    {
        var lane = _lanes.GetOrAdd(campaignId, id => new(id, writer, options.Value, clock, logger));
        var request = new LedgerRequest(command, clock.GetTimestamp(), group);
        if (!lane.TryEnqueue(request))
            request.Fail(new LedgerUnavailableException("The campaign's queue is full."));
        return request.Completion;
    }

    /// <summary>Writes what is queued, then takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes.Values)
            await lane.DisposeAsync();
    }
}
