using CampaignEvents.Api.Receivers;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Takes deliveries to receivers of one kind: the edge of this service.</summary>
internal interface IDeliverySender
{
    ReceiverKind Kind { get; }

    /// <summary>Most tries at a receiver at the same time; with one, what needs no second try arrives in order.</summary>
    int ParallelFor(Receiver receiver);

    /// <summary>
    /// Whether a delivery that waits for its next try holds back the later ones of its campaign, so that they arrive in order. Not where one
    /// bad answer would then hold up a campaign for days.
    /// </summary>
    bool KeepsOrder(Receiver receiver) => false;

    /// <summary>Tries once. What goes wrong on the way is an outcome, not an exception.</summary>
    /// <exception cref="OperationCanceledException">This service is stopping; nobody knows what became of the try.</exception>
    Task<Attempt> SendAsync(Receiver receiver, Delivery delivery, CancellationToken cancellation);
}
