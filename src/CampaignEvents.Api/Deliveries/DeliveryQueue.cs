using Marten;
using Wolverine;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Where work on receivers and deliveries begins: what is changed, and the messages that set deliveries going, are one transaction.</summary>
internal sealed class DeliveryQueue(IWolverineRuntime runtime, OutboxedSessionFactory sessions)
{
    public DeliveryWork Begin()
    {
        var context = new MessageContext(runtime);
        return new(context, sessions.OpenSession(context));
    }
}

/// <summary>One transaction.</summary>
internal sealed class DeliveryWork(MessageContext context, IDocumentSession session) : IAsyncDisposable
{
    public IDocumentSession Session => session;

    public ValueTask TriggerAsync(Guid receiverId) => context.PublishAsync(new DeliverTo(receiverId));

    public Task AddAsync(IReadOnlyList<DeliveryRow> rows) => NewDeliveries.AddAsync(session, context, rows);

    public Task SaveAsync() => session.SaveChangesAsync();

    public ValueTask DisposeAsync() => session.DisposeAsync();
}
