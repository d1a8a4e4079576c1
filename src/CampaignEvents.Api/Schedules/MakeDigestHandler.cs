using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace CampaignEvents.Api.Schedules;

/// <summary>Sends a day's digest to whoever asks for it. What is in it is read when it is sent.</summary>
internal sealed class MakeDigestHandler : MessageHandler<MakeDigest>
{
    public override void ConfigureChain(HandlerChain chain) => chain.OnAnyException().RetryUntilItWorks();

    protected override async Task HandleAsync(MakeDigest message, MessageContext context, CancellationToken cancellation)
    {
        await using var session = context.Runtime.Services.GetRequiredService<OutboxedSessionFactory>().OpenSession(context);
        var receivers = await session.Query<Receiver>().Where(r => r.Enabled).ToListAsync(cancellation);
        var interested = receivers.Select(r => r.ToInterest()).Where(i => i.CoversDigest(message.At)).ToArray();
        if (interested.Length == 0)
            return;
        DeliveryRow.Insert(session,
        [
            .. interested.Select(i => DeliveryRow.New(
                DeliveryId.OfDigest(message.At, i.ReceiverId), i.ReceiverId, i.CampaignId, null, 0, AnnouncementType.DailyDigest, message.At)),
        ]);
        foreach (var interest in interested)
            await context.PublishAsync(new DeliverTo(interest.ReceiverId));
        await session.SaveChangesAsync(cancellation);
    }
}
