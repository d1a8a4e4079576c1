using System.Collections.Concurrent;
using CampaignEvents.Api.Schedules;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Sends what waits for a receiver. That the message is done, and the message that goes on later, are one transaction: there
/// is always one to come for as long as something waits.
/// </summary>
internal sealed class DeliverToHandler : MessageHandler<DeliverTo>
{
    private readonly ConcurrentDictionary<Guid, Place> _places = new();

    // What fails here is the database or a fault of ours; a receiver's failure is an outcome.
    public override void ConfigureChain(HandlerChain chain)
    {
        chain.ExecutionTimeoutInSeconds = 180;
        chain.OnAnyException().RetryUntilItWorks();
    }

    protected override async Task HandleAsync(DeliverTo message, MessageContext context, CancellationToken cancellation)
    {
        var place = _places.GetOrAdd(message.ReceiverId, _ => new());
        // Whoever waits already will find what this message is about, and is not done before it has.
        if (!place.TryWait())
            return;
        await place.Turn.WaitAsync(cancellation);
        try
        {
            place.NoLongerWaits();
            await DrainAsync(message, context, cancellation);
        }
        finally
        {
            place.Turn.Release();
        }
    }

    private static async Task DrainAsync(DeliverTo message, MessageContext context, CancellationToken cancellation)
    {
        var services = context.Runtime.Services;
        var wake = await services.GetRequiredService<ReceiverDrain>().RunAsync(message, cancellation);
        await using var session = services.GetRequiredService<OutboxedSessionFactory>().OpenSession(context);
        if (wake.At is { } at)
            await context.ScheduleAsync(new DeliverTo(message.ReceiverId, wake.Holder is null ? null : at), at);
        if (wake.Holder is { } holder)
            ReceiverTurn.End(session, message.ReceiverId, holder, wake.At);
        await session.SaveChangesAsync(cancellation);
    }

    /// <summary>One message of a receiver is at work in this process, and one waits; what comes after them has no need to.</summary>
    private sealed class Place
    {
        private int _waiting;

        public SemaphoreSlim Turn { get; } = new(1);

        public bool TryWait() => Interlocked.Exchange(ref _waiting, 1) == 0;

        public void NoLongerWaits() => Volatile.Write(ref _waiting, 0);
    }
}
