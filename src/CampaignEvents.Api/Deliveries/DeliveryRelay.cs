using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Api.Schedules;
using CampaignEvents.Domain.Deliveries;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Options;
using Wolverine;
using Wolverine.Marten.Subscriptions;

namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Turns new lines of all ledgers into deliveries. They, the messages that set them going, and this subscription's checkpoint are
/// committed together; run again over the same lines, it adds nothing.
/// </summary>
internal abstract class DeliveryRelay : BatchSubscription
{
    private readonly TimeSpan _keepFor;

    protected DeliveryRelay(string name, IEnumerable<Type> events, IOptions<DeliverySettings> settings, TimeProvider clock) : base(name)
    {
        (Clock, _keepFor) = (clock, settings.Value.KeepFor);
        foreach (var type in events)
            IncludeType(type);
    }

    protected TimeProvider Clock { get; }

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (page.Events.Count == 0)
            return;
        var receivers = await operations.Query<Receiver>().Where(r => r.Enabled).ToListAsync(cancellationToken);
        if (receivers.Count == 0)
            return;
        var now = Clock.GetUtcNow();
        // What is as old as that may have been told and forgotten.
        var interests = receivers.Select(r => r.ToInterest(notBefore: now - _keepFor)).ToArray();
        var rows = new List<DeliveryRow>();
        foreach (var stored in page.Events)
        {
            var (line, isHighest) = (StoredLine.Read(stored), true);
            if (interests.Any(i => i.HighestOnly && i.Covers(stored.StreamId, line, isHighest: true)))
                isHighest = await HighestMilestone.IsAsync(operations, stored.StreamId, line, cancellationToken);
            rows.AddRange(
                from interest in interests
                where interest.Covers(stored.StreamId, line, isHighest)
                select DeliveryRow.New(
                    DeliveryId.Of(stored.StreamId, line.Number, interest.ReceiverId), interest.ReceiverId, stored.StreamId, line.Number,
                    stored.Sequence, AnnouncementType.Of(line.Event)!, now));
        }
        if (rows.Count == 0)
            return;
        await NewDeliveries.AddAsync(operations, bus, rows);
    }
}

/// <summary>Relays what is rare, however large ledgers are: of other lines it reads nothing.</summary>
internal sealed class CampaignRelay(IOptions<DeliverySettings> settings, TimeProvider clock)
    : DeliveryRelay(RelayName, AnnouncementType.RareEvents, settings, clock)
{
    private const string RelayName = "deliveries";

    // A turn that lies further back is history.
    private static readonly TimeSpan _late = TimeSpan.FromDays(1);

    /// <summary>Marten's name of its checkpoint.</summary>
    public const string CheckpointName = RelayName + ":All";

    public override async Task ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, IMessageBus bus, CancellationToken cancellationToken)
    {
        await base.ProcessEventsAsync(page, controller, operations, bus, cancellationToken);
        var turns = from stored in page.Events
                    from turn in CampaignTurn.SetBy(StoredLine.Read(stored))
                    where turn.At > Clock.GetUtcNow() - _late
                    select new TurnCampaign(stored.StreamId, turn);
        foreach (var turn in turns)
            await bus.ScheduleAsync(turn, turn.Turn.At);
    }
}

/// <summary>Relays single signatures, apart from the others so that nothing waits behind them.</summary>
internal sealed class SignatureRelay(IOptions<DeliverySettings> settings, TimeProvider clock)
    : DeliveryRelay("signature-deliveries", AnnouncementType.FrequentEvents, settings, clock);
