using CampaignEvents.Api.Replays;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Scenarios;

/// <summary>
/// Runs scenarios, one at a time in this process, in the order they were asked for. One whose process has died is free as soon
/// as the database has noticed, and is begun again here or elsewhere.
/// </summary>
internal sealed partial class ScenarioWorker(
    ScenarioStore store, ScenarioRun run, WorkConnections work, IOptions<ScenarioOptions> options, TimeProvider clock,
    ILogger<ScenarioWorker> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>One was asked for here; those asked for elsewhere are found within a second.</summary>
    public void Wake()
    {
        if (_asked.CurrentCount == 0)
            _asked.Release();
    }

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Run && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RunNextAsync(stoppingToken))
                    await _asked.WaitAsync(_pause, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault.GetType().Name);
                await Task.Delay(_pause * 3, clock, stoppingToken);
            }
        }
    }

    private async Task<bool> RunNextAsync(CancellationToken cancellation)
    {
        foreach (var id in await store.WaitingAsync(cancellation))
        {
            await using var lease = await ScenarioLease.TryTakeAsync(work, id, clock, cancellation);
            if (lease is null)
                continue;
            await run.RunAsync(lease, id, show: null, cancellation);
            return true;
        }
        return false;
    }

    [LoggerMessage(1611, LogLevel.Warning, "Scenarios are not run just now: {Fault}")]
    private partial void LogFault(string fault);
}
