using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Replays;

/// <summary>The whole state after a line or at a moment: the checkpoint before it, and the lines from there.</summary>
internal sealed class StateAsOf(Checkpoints checkpoints, LedgerReader ledger)
{
    /// <summary>The state after the last line that the range has; the empty one when it has none.</summary>
    public async Task<LedgerState> ReadAsync(Guid campaignId, LineRange until, CancellationToken cancellation)
    {
        var from = await checkpoints.NearestAsync(campaignId, until, cancellation);
        var fold = new LedgerFold(from);
        await foreach (var page in ledger.PagesAsync(campaignId, until with { After = from.Campaign.Progress.Line }, cancellation))
        {
            foreach (var line in page)
                fold.Add(line);
        }
        return fold.State;
    }
}
