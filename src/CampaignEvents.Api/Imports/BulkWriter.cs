using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Imports;

/// <summary>
/// Feeds many commands of one campaign to its ledger, in order, with enough of them under way that batches are full. What
/// the database cannot take now is asked again for a while.
/// </summary>
internal sealed class BulkWriter(CampaignLedger ledger, IOptions<LedgerOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <param name="campaignId">The campaign.</param>
    /// <param name="commands">Taken as fast as the ledger writes.</param>
    /// <param name="answered">Called for each command, in order, once its lines are committed.</param>
    /// <param name="cancellation">Stops taking; what is under way is still answered.</param>
    public async Task WriteAsync<T>(
        Guid campaignId, IEnumerable<(Command Command, T Tag)> commands, Action<Outcome, T> answered, CancellationToken cancellation)
    {
        var limit = Math.Min(options.Value.BatchSize * 2, options.Value.QueueLength);
        var underWay = new Queue<(Task<Outcome> Answer, Command Command, T Tag)>(limit);
        foreach (var (command, tag) in commands)
        {
            cancellation.ThrowIfCancellationRequested();
            if (underWay.Count == limit)
                await AnswerAsync();
            underWay.Enqueue((ledger.ExecuteAsync(campaignId, command), command, tag));
        }
        while (underWay.Count > 0)
            await AnswerAsync();

        async Task AnswerAsync()
        {
            var (answer, command, tag) = underWay.Dequeue();
            answered(await PersistAsync(campaignId, answer, command), tag);
        }
    }

    private async Task<Outcome> PersistAsync(Guid campaignId, Task<Outcome> answer, Command command)
    {
        for (var started = clock.GetTimestamp(); ;)
        {
            try
            {
                return await answer;
            }
            catch (LedgerUnavailableException) when (clock.GetElapsedTime(started) < _patience)
            {
                await Task.Delay(options.Value.RetryAfter, clock);
                answer = ledger.ExecuteAsync(campaignId, command);
            }
        }
    }
}
