using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Mail;

/// <summary>Sends mail.</summary>
internal sealed class MailSender(MailComposer composer, IMailTransport transport, IOptions<DeliverySettings> settings) : IDeliverySender
{
    public ReceiverKind Kind => ReceiverKind.Email;

    public int ParallelFor(Receiver receiver) => 1;

    public async Task<Attempt> SendAsync(Receiver receiver, Delivery delivery, CancellationToken cancellation)
    {
        if (composer.Compose(receiver, delivery) is not { } message)
            return new(AttemptOutcome.Void, Fault: "control-characters");
        using (message)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            limit.CancelAfter(settings.Value.Timeout);
            try
            {
                return await transport.SendAsync(delivery.Id, message, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return new(AttemptOutcome.Failed, Fault: "timeout");
            }
        }
    }
}
