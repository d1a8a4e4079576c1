using CampaignEvents.Api.Campaigns;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Live;

/// <summary>
/// Tells all who listen in this process. It reads the store once a tick for all of them together, and not at all while nobody
/// listens; so what they see does not depend on which node wrote.
/// </summary>
internal sealed partial class LiveFeed(LiveReader reader, IOptions<LiveOptions> options, TimeProvider clock, ILogger<LiveFeed> logger) : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly LiveBoard _board = new();
    private readonly SemaphoreSlim _joined = new(0);

    /// <param name="one">The campaign; null: all.</param>
    /// <param name="listener">Is told where things stand within a tick, before that what it missed, and then what happens.</param>
    public void Join(CampaignEntry? one, LiveListener listener)
    {
        lock (_lock)
        {
            _board.Join(one, listener, clock.GetUtcNow());
            if (_joined.CurrentCount == 0)
                _joined.Release();
        }
    }

    public void Leave(CampaignEntry? one, LiveListener listener)
    {
        lock (_lock)
            _board.Leave(one, listener);
    }

    public override void Dispose()
    {
        _joined.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(TellAsync(stoppingToken), BeatAsync(stoppingToken));

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TickAsync(stoppingToken);
                failing = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    LogFault(fault.GetType().Name);
                failing = true;
            }
            if (IsAlone)
                await _joined.WaitAsync(stoppingToken);
            else
                await Task.Delay(options.Value.Tick, clock, stoppingToken);
        }
    }

    // By itself, so that those who listen hear something while the store keeps its answer to itself.
    private async Task BeatAsync(CancellationToken stoppingToken)
    {
        var heartbeat = options.Value.Heartbeat;
        while (true)
        {
            await Task.Delay(heartbeat / 4, clock, stoppingToken);
            lock (_lock)
                _board.Beat(clock.GetUtcNow(), heartbeat * 3 / 4);
        }
    }

    private bool IsAlone
    {
        get
        {
            lock (_lock)
                return _board.IsEmpty;
        }
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        LiveAsk ask;
        lock (_lock)
            ask = _board.Ask(clock.GetUtcNow());
        if (ask is { Campaigns.Count: 0, All: false })
            return;
        var reading = await reader.ReadAsync(ask, cancellation);
        lock (_lock)
            _board.Tell(ask, reading);
    }

    [LoggerMessage(1701, LogLevel.Warning, "Live counts are not told just now: {Fault}")]
    private partial void LogFault(string fault);
}
