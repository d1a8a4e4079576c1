using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using Marten;
using MassTransit;

namespace CampaignEvents.Api.Integration;

/// <summary>Says when the broker is lost, and when it is back: then what waits for it is sent at once, however long it was gone.</summary>
internal sealed partial class BrokerWatch(IServiceProvider services, ILogger<BrokerWatch> logger) : IReceiveEndpointObserver
{
    private int _lost;

    public async Task Ready(ReceiveEndpointReady ready)
    {
        if (Interlocked.Exchange(ref _lost, 0) == 0)
            return;
        LogBack();
        try
        {
            await WakeAsync();
        }
        catch (Exception fault)
        {
            // The pause that the receivers are in ends by itself.
            LogNotWoken(fault.GetType().Name);
        }
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        if (Interlocked.Exchange(ref _lost, 1) == 0)
            LogLost(faulted.Exception?.GetBaseException().GetType().Name);
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    private async Task WakeAsync()
    {
        await using var work = services.GetRequiredService<DeliveryQueue>().Begin();
        foreach (var receiver in await work.Session.Query<Receiver>().Where(r => r.Enabled && r.Kind == ReceiverKind.Bus).ToListAsync())
        {
            ReceiverTurn.Reopen(work.Session, receiver.Id);
            await work.TriggerAsync(receiver.Id);
        }
        await work.SaveAsync();
    }

    [LoggerMessage(2101, LogLevel.Warning, "The message bus is out of reach ({Fault}); what is meant for it waits")]
    private partial void LogLost(string? fault);

    [LoggerMessage(2102, LogLevel.Information, "The message bus is back")]
    private partial void LogBack();

    [LoggerMessage(2103, LogLevel.Warning, "What waits for the message bus is sent a little later: {Fault}")]
    private partial void LogNotWoken(string fault);
}
