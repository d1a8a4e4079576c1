using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// Keeps checkpoints up with the ledgers, beside them: no signature waits for it. Several nodes may do the same work twice,
/// and come to the same bytes.
/// </summary>
internal sealed partial class CheckpointWriter(Checkpoints checkpoints, LedgerReader ledger, TimeProvider clock, ILogger<CheckpointWriter> logger)
    : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stoppingToken);
                await Task.Delay(_pause, clock, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault.GetType().Name);
                await Task.Delay(_pause * 5, clock, stoppingToken);
            }
        }
    }

    /// <summary>Writes every checkpoint that is due.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        foreach (var campaignId in await checkpoints.DueAsync(cancellation))
            await CatchUpAsync(campaignId, cancellation);
    }

    private async Task CatchUpAsync(Guid campaignId, CancellationToken cancellation)
    {
        var last = await checkpoints.NearestAsync(campaignId, default, cancellation);
        var fold = new LedgerFold(last);
        await foreach (var page in ledger.PagesAsync(campaignId, new(After: last.Campaign.Progress.Line), cancellation))
        {
            foreach (var line in page)
            {
                fold.Add(line);
                if (line.Number % Checkpoints.Every == 0)
                    await checkpoints.SaveAsync(fold.State, cancellation);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "Checkpoints are not kept up just now: {Fault}")]
    private partial void LogFault(string fault);
}
