using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Turns moved counts into deliveries, at most one a second for each campaign and receiver, on one node at a time. What it has told is
/// remembered in the transaction of the deliveries, so a crash neither repeats nor loses one.
/// </summary>
internal sealed partial class CountRelay(DeliveryQueue queue, TimeProvider clock, ILogger<CountRelay> logger) : BackgroundService
{
    /// <summary>More often than once a second, so that a count is told soon after its second is over.</summary>
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(250), _afterFault = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var asked = await LookAsync(stoppingToken);
                await Task.Delay(asked ? _every : _every * 4, clock, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFault(fault.GetType().Name);
                await Task.Delay(_afterFault, clock, stoppingToken);
            }
        }
    }

    /// <summary>False when nobody asks for counts.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        await using var work = queue.Begin();
        var receivers = await work.Session.Query<Receiver>()
            .Where(r => r.Enabled && r.Events.Contains(AnnouncementType.CountChanged)).ToListAsync(cancellation);
        if (receivers.Count == 0)
            return false;
        await work.Session.BeginTransactionAsync(cancellation);
        var moved = await CountTellings.MovedAsync(work.Session.Connection!, [.. receivers.Select(r => r.ToInterest())], cancellation);
        if (moved.Count == 0)
            return true;
        var now = clock.GetUtcNow();
        await work.AddAsync([.. moved.Select(m => DeliveryRow.New(
            DeliveryId.OfCount(m.CampaignId, m.Line, m.ReceiverId), m.ReceiverId, m.CampaignId, m.Line, m.Position, AnnouncementType.CountChanged, now))]);
        CountTellings.Remember(work.Session, moved);
        await work.SaveAsync();
        return true;
    }

    [LoggerMessage(2021, LogLevel.Warning, "Counts are not told just now: {Fault}")]
    private partial void LogFault(string fault);
}
