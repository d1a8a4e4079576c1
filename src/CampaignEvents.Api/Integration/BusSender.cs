using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Contracts;
using CampaignEvents.Domain.Deliveries;
using MassTransit;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Integration;

/// <summary>Publishes deliveries as the contracts they tell of. Delivered means: the broker has confirmed that it keeps the message.</summary>
internal sealed class BusSender(IBus bus, IOptions<DeliverySettings> settings) : IDeliverySender
{
    /// <summary>Until it is tried again. Broker and connection come back without notice, and a try costs little.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    public ReceiverKind Kind => ReceiverKind.Bus;

    public int ParallelFor(Receiver receiver) => KeepsOrder(receiver) ? 1 : 16;

    // Single signatures are many, and each says its number, so their order does not matter.
    public bool KeepsOrder(Receiver receiver) => !receiver.Events.Contains(AnnouncementType.SignatureCounted);

    public async Task<Attempt> SendAsync(Receiver receiver, Delivery delivery, CancellationToken cancellation)
    {
        object message = delivery.Type == AnnouncementType.Test
            ? new ReceiverTest(delivery.At)
            : delivery.Content ?? throw new InvalidOperationException("There is nothing to tell.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(settings.Value.Timeout);
        try
        {
            // Without a connection it waits for one; and it is not relied upon to notice that its time is over.
            await bus.Publish(message, message.GetType(), context => context.MessageId = delivery.Id, limit.Token).WaitAsync(limit.Token);
            return new(AttemptOutcome.Delivered);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(AttemptOutcome.Unreachable, Fault: "timeout", RetryAfter: _pause);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or System.Runtime.Serialization.SerializationException))
        {
            return new(AttemptOutcome.Unreachable, Fault: Code(fault), RetryAfter: _pause);
        }
    }

    private static string Code(Exception fault) => fault switch
    {
        MessageNotAcknowledgedException or MessageReturnedException => "not-confirmed",
        RequestTimeoutException or TimeoutException => "timeout",
        _ => "broker-unreachable",
    };
}
