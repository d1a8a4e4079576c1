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

/// <summary>Tells, when its time has come, every receiver that asks for it: as the relay does, rows and messages in one transaction.</summary>
internal abstract class TellingHandler<T> : MessageHandler<T>
{
    public sealed override void ConfigureChain(HandlerChain chain) => chain.OnAnyException().RetryUntilItWorks();

    protected abstract bool Covers(Interest interest, T message);

    /// <summary>What a receiver gets. Null: there is nothing to tell after all.</summary>
    protected abstract Task<Func<Interest, DeliveryRow>?> FindAsync(T message, IServiceProvider services, CancellationToken cancellation);

    protected sealed override async Task HandleAsync(T message, MessageContext context, CancellationToken cancellation)
    {
        var services = context.Runtime.Services;
        await using var session = services.GetRequiredService<OutboxedSessionFactory>().OpenSession(context);
        var receivers = await session.Query<Receiver>().Where(r => r.Enabled).ToListAsync(cancellation);
        var interested = receivers.Select(r => r.ToInterest()).Where(i => Covers(i, message)).ToArray();
        if (interested.Length == 0 || await FindAsync(message, services, cancellation) is not { } rowFor)
            return;
        await NewDeliveries.AddAsync(session, context, [.. interested.Select(rowFor)]);
        await session.SaveChangesAsync(cancellation);
    }
}
