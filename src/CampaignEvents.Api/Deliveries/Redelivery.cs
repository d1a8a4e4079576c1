using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Marten;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Sends again what staff ask for, under the ids it had, and sends tests.</summary>
internal sealed class Redelivery(DeliveryQueue queue, DeliveryQuery deliveries, Ids ids, TimeProvider clock)
{
    public async Task<(Guid DeliveryId, Rejection? Rejection)> TestAsync(Guid receiverId, CancellationToken cancellation)
    {
        await using var work = queue.Begin();
        switch (await work.Session.LoadAsync<Receiver>(receiverId, cancellation))
        {
            case null:
                return (default, Rejections.ReceiverUnknown);
            case { Enabled: false }:
                return (default, Rejections.ReceiverDisabled);
        }
        var (id, now) = (ids.Next(), clock.GetUtcNow());
        DeliveryRow.Insert(work.Session, [DeliveryRow.New(id, receiverId, null, null, 0, AnnouncementType.Test, now)]);
        ReceiverTurn.Reopen(work.Session, receiverId);
        await work.TriggerAsync(receiverId);
        await work.SaveAsync();
        return (id, null);
    }

    /// <summary>One delivery, whatever became of it. To a receiver of persons only if whoever asks may read persons.</summary>
    public async Task<Rejection?> OneAsync(Guid deliveryId, bool mayUnseal, CancellationToken cancellation)
    {
        if (await deliveries.FindAsync(deliveryId, cancellation) is not { } delivery)
            return Rejections.DeliveryUnknown;
        await using var work = queue.Begin();
        switch (await work.Session.LoadAsync<Receiver>(delivery.Row.ReceiverId, cancellation))
        {
            case null:
                return Rejections.ReceiverUnknown;
            case { Enabled: false }:
                return Rejections.ReceiverDisabled;
            case { GetsPersons: true } when !mayUnseal:
                return Rejections.ReceiverGetsPersons;
        }
        DeliveryRow.Insert(work.Session, [delivery.Row with { NextAt = clock.GetUtcNow() }], again: true);
        ReceiverTurn.Reopen(work.Session, delivery.Row.ReceiverId);
        await work.TriggerAsync(delivery.Row.ReceiverId);
        await work.SaveAsync();
        return null;
    }

    /// <summary>Every dead letter of enabled receivers, or those of a campaign, of a receiver, or both. Gives how many.</summary>
    public async Task<int> FailedAsync(Guid? campaignId, Guid? receiverId, bool mayUnseal, CancellationToken cancellation)
    {
        await using var work = queue.Begin();
        var receivers = await ReceiversAsync(work.Session, receiverId, mayUnseal, cancellation);
        return await AgainAsync(work, new(Ids(receivers), campaignId, null, DeliveryState.Failed, null, []), [], cancellation);
    }

    /// <summary>
    /// All that enabled receivers ask for of a campaign from a line on, however old it is; of single signatures, and of openings and closings by
    /// the clock, what has been sent before. Gives how many.
    /// </summary>
    public async Task<int> FromAsync(Guid campaignId, long fromLine, Guid? receiverId, bool mayUnseal, CancellationToken cancellation)
    {
        await using var work = queue.Begin();
        var receivers = await ReceiversAsync(work.Session, receiverId, mayUnseal, cancellation);
        var names = AnnouncementType.RareEvents.Select(type => StoredEvents.Names[type]).ToArray();
        var stored = await work.Session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == campaignId && e.Version >= fromLine && e.EventTypeName.In(names)).OrderBy(e => e.Version).ToListAsync(cancellation);
        var rows = new List<DeliveryRow>();
        foreach (var one in stored)
        {
            var line = StoredLine.Read(one);
            var isHighest = await HighestMilestone.IsAsync(work.Session, campaignId, line, cancellation);
            rows.AddRange(
                from receiver in receivers
                where receiver.ToInterest().Wants(campaignId, line, isHighest)
                select DeliveryRow.New(
                    DeliveryId.Of(campaignId, line.Number, receiver.Id), receiver.Id, campaignId, line.Number, one.Sequence,
                    AnnouncementType.Of(line.Event)!, clock.GetUtcNow()));
        }
        var known = new AgainFilter(
            Ids(receivers), campaignId, fromLine, null, [AnnouncementType.SignatureCounted, AnnouncementType.CampaignOpened, AnnouncementType.CampaignClosed],
            [.. rows.Select(row => row.Id)]);
        return await AgainAsync(work, known, rows, cancellation);
    }

    // Those that are enabled; those that are sent persons only for whoever may read persons.
    private static async Task<IReadOnlyList<Receiver>> ReceiversAsync(IQuerySession session, Guid? receiverId, bool mayUnseal, CancellationToken cancellation)
    {
        var enabled = await session.Query<Receiver>().Where(r => r.Enabled && (receiverId == null || r.Id == receiverId)).ToListAsync(cancellation);
        return [.. enabled.Where(r => mayUnseal || !r.GetsPersons)];
    }

    private static Guid[] Ids(IReadOnlyList<Receiver> receivers) => [.. receivers.Select(r => r.Id)];

    // Rows that are there already are set back where they are, for they may be very many; those that may be missing are added.
    private async Task<int> AgainAsync(DeliveryWork work, AgainFilter filter, List<DeliveryRow> rows, CancellationToken cancellation)
    {
        var known = await deliveries.CountAsync(filter, cancellation);
        if (known.Count > 0)
            DeliveryRow.Again(work.Session, filter, clock.GetUtcNow());
        if (rows.Count > 0)
            DeliveryRow.Insert(work.Session, rows, again: true);
        foreach (var receiverId in known.Keys.Union(rows.Select(row => row.ReceiverId)))
        {
            ReceiverTurn.Reopen(work.Session, receiverId);
            await work.TriggerAsync(receiverId);
        }
        await work.SaveAsync();
        return known.Values.Sum() + rows.Count;
    }
}
