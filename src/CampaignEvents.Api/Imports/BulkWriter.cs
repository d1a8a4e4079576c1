using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Imports;

/// <summary>
/// Feeds many commands of one campaign to its ledger, strictly in order, with enough of them under way that batches are
/// full. What the database cannot take now is asked again for a while, and what comes after it waits.
/// </summary>
internal sealed class BulkWriter(CampaignLedger ledger, IOptions<LedgerOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <param name="campaignId">The campaign.</param>
    /// <param name="commands">Taken as fast as the ledger writes.</param>
    /// <param name="answered">Called for each command, in order, once its lines are committed.</param>
    /// <param name="cancellation">Takes no more; what is under way is still answered, and then this returns.</param>
    /// <exception cref="LedgerUnavailableException">The database was out of reach for two minutes.</exception>
    public async Task WriteAsync<T>(
        Guid campaignId, IEnumerable<(Command Command, T Tag)> commands, Action<Outcome, T> answered, CancellationToken cancellation)
    {
        var limit = Math.Min(options.Value.BatchSize * 2, options.Value.QueueLength);
        var underWay = new Queue<UnderWay<T>>(limit);
        var group = new LedgerGroup();
        foreach (var (command, tag) in commands)
        {
            if (cancellation.IsCancellationRequested)
                break;
            if (underWay.Count == limit)
                await AnswerNextAsync();
            underWay.Enqueue(new(ledger.ExecuteAsync(campaignId, command, group), command, tag));
        }
        while (underWay.Count > 0)
            await AnswerNextAsync();

        async Task AnswerNextAsync()
        {
            var next = underWay.Dequeue();
            for (var failing = clock.GetTimestamp(); ;)
            {
                try
                {
                    answered(await next.Answer, next.Tag);
                    return;
                }
                catch (LedgerUnavailableException) when (clock.GetElapsedTime(failing) < _patience)
                {
                    next = await AskAgainAsync(next);
                }
            }
        }

        // The group is broken, so all that came after the one that failed has failed too. Ask for them again, in order.
        async Task<UnderWay<T>> AskAgainAsync(UnderWay<T> failed)
        {
            UnderWay<T>[] all = [failed, .. underWay];
            await Task.WhenAll(all.Select(u => u.Answer.ContinueWith(_ => { }, TaskScheduler.Default)));
            await Task.Delay(options.Value.RetryAfter, clock, CancellationToken.None);
            group = new();
            underWay.Clear();
            foreach (var (_, command, tag) in all)
                underWay.Enqueue(new(ledger.ExecuteAsync(campaignId, command, group), command, tag));
            return underWay.Dequeue();
        }
    }

    private sealed record UnderWay<T>(Task<Outcome> Answer, Command Command, T Tag);
}
