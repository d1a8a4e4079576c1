using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Sends what is due for one receiver, until nothing is, or the receiver has to be left alone, or others are to have their turn.</summary>
internal sealed partial class ReceiverDrain(
    NpgsqlDataSource dataSource, IDocumentStore store, IEnumerable<IDeliverySender> senders, Announcements announcements, DeliveryLog log,
    PersonsRelay persons, IOptions<DeliverySettings> settings, Ids ids, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ReceiverDrain> logger)
{
    private const string InternalFault = "internal";

    private static readonly TimeSpan _slice = TimeSpan.FromSeconds(30), _othersTurn = TimeSpan.FromSeconds(1), _margin = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ReceiverKind, IDeliverySender> _senders = senders.ToDictionary(s => s.Kind);

    private TimeSpan TurnLength => settings.Value.Timeout + _margin;

    public async Task<Wake> RunAsync(DeliverTo message, CancellationToken cancellation)
    {
        var turn = await ReceiverTurn.TakeAsync(dataSource, message.ReceiverId, ids.Next(), TurnLength, cancellation);
        if (turn is null)
            return new(null, Now + _othersTurn);
        try
        {
            return await RunAsync(message, turn, cancellation);
        }
        catch
        {
            await turn.ReleaseAsync(dataSource, message.ReceiverId);
            throw;
        }
    }

    private DateTimeOffset Now => LedgerTime.Truncate(clock.GetUtcNow());

    private async Task<Wake> RunAsync(DeliverTo message, ReceiverTurn turn, CancellationToken cancellation)
    {
        var (started, inOrder) = (clock.GetTimestamp(), false);
        while (!turn.Breaker.IsPausedAt(Now) && clock.GetElapsedTime(started) < _slice && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var receiver = await LoadAsync(message.ReceiverId, cancellation);
            if (receiver is null)
                await CancelAsync(message.ReceiverId, cancellation);
            // What waits for a disabled receiver waits until it is enabled, and that sends a message of its own.
            if (receiver is not { Enabled: true })
                return new(turn.Holder, null);
            var sender = _senders[receiver.Kind];
            inOrder = sender.KeepsOrder(receiver);
            var due = await log.DueAsync(receiver.Id, inOrder, Now, turn.Breaker.IsProbing ? 1 : sender.ParallelFor(receiver), cancellation);
            if (due.Count == 0)
                break;
            var attempts = await Task.WhenAll(due.Select(row => TryAsync(sender, receiver, row, cancellation)));
            turn = turn with { Breaker = After(turn.Breaker, attempts) };
            if (!await turn.KeepAsync(dataSource, receiver.Id, TurnLength, cancellation))
                return new(null, Now + _othersTurn);
            if (turn.Breaker.PausedUntil is { } until && turn.Breaker.IsPausedAt(Now))
                LogPaused(receiver.Id, turn.Breaker.Failures, until);
            if (attempts.Any(a => a.Outcome == AttemptOutcome.Gone))
            {
                await DisableAsync(receiver.Id, cancellation);
                return new(turn.Holder, null);
            }
        }
        return new(turn.Holder, WakeAt(message, turn, await log.NextAsync(message.ReceiverId, inOrder, cancellation)));
    }

    private async Task<Receiver?> LoadAsync(Guid receiverId, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Receiver>(receiverId, cancellation);
    }

    private DateTimeOffset? WakeAt(DeliverTo message, ReceiverTurn turn, DateTimeOffset? next)
    {
        if (next is not { } due)
            return null;
        var at = turn.Breaker.PausedUntil > due ? turn.Breaker.PausedUntil.Value : due;
        // One message to come is enough; but this one, whose time it is, is none to come.
        return turn.WakeAt > Now && turn.WakeAt <= at && turn.WakeAt != message.WakeAt ? null : at > Now ? at : Now;
    }

    private async Task<Attempt> TryAsync(IDeliverySender sender, Receiver receiver, DeliveryRow row, CancellationToken cancellation)
    {
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var attempt = await SendAsync(sender, receiver, row, cancellation);
        await log.RecordAsync(row, attempt, at, clock.GetElapsedTime(started), settings.Value.Schedule);
        return attempt;
    }

    // A fault of ours with one delivery must not hold up the receiver's others.
    private async Task<Attempt> SendAsync(IDeliverySender sender, Receiver receiver, DeliveryRow row, CancellationToken cancellation)
    {
        try
        {
            return await sender.SendAsync(receiver, await announcements.LoadAsync(row, cancellation), cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !LedgerFault.IsUnavailable(fault))
        {
            LogFault(row.Id, fault.GetType().Name);
            return new(AttemptOutcome.Failed, Fault: InternalFault);
        }
    }

    // However many found nobody there at the same time, it was one failure.
    private Breaker After(Breaker breaker, Attempt[] attempts) => attempts.Where(a => a.Outcome != AttemptOutcome.Unreachable)
        .Concat(attempts.Where(a => a.Outcome == AttemptOutcome.Unreachable).Take(1)).Aggregate(breaker, After);

    private Breaker After(Breaker breaker, Attempt attempt) => attempt.Outcome switch
    {
        AttemptOutcome.Delivered => Breaker.Closed,
        // Ours, not the receiver's.
        AttemptOutcome.Failed when attempt.Fault == InternalFault => breaker,
        AttemptOutcome.Failed or AttemptOutcome.Refused or AttemptOutcome.Unreachable => breaker.Failed(Now, attempt.RetryAfter),
        _ => breaker,
    };

    // Made while the receiver was being removed.
    private async Task CancelAsync(Guid receiverId, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        DeliveryRow.EndAll(session, receiverId, DeliveryState.Cancelled);
        await session.SaveChangesAsync(cancellation);
    }

    private async Task DisableAsync(Guid receiverId, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Receiver>(receiverId, cancellation) is not { } receiver)
            return;
        session.Store(receiver with { Enabled = false, DisabledBecause = "gone" });
        DeliveryRow.EndAll(session, receiverId, DeliveryState.Failed);
        await session.SaveChangesAsync(cancellation);
        await persons.EndAsync(receiver, null);
        LogGone(receiverId);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Receiver {ReceiverId} failed {Failures} times in a row or asked for a pause; it is left alone until {Until:u}")]
    private partial void LogPaused(Guid receiverId, int failures, DateTimeOffset until);

    [LoggerMessage(2003, LogLevel.Error, "Delivery {DeliveryId} could not be made: {Fault}")]
    private partial void LogFault(Guid deliveryId, string fault);

    [LoggerMessage(2002, LogLevel.Warning, "Receiver {ReceiverId} answered that it is gone; it is disabled")]
    private partial void LogGone(Guid receiverId);
}
