using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Marten;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Sends again what staff ask for, under the ids it had, and sends tests.</summary>
internal sealed class Redelivery(DeliveryQueue queue, DeliveryQuery deliveries, HighestMilestones highest, Ids ids, TimeProvider clock)
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

    /// <summary>One delivery, whatever became of it.</summary>
    public async Task<Rejection?> OneAsync(Guid deliveryId, CancellationToken cancellation)
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
        }
        await AgainAsync(work, [delivery.Row]);
        return null;
    }

    /// <summary>Every dead letter, or those of a campaign, of a receiver, or both. Gives how many.</summary>
    public async Task<int> FailedAsync(Guid? campaignId, Guid? receiverId, CancellationToken cancellation)
    {
        var failed = await deliveries.ListAsync(new(campaignId, receiverId, DeliveryState.Failed, null, int.MaxValue), cancellation);
        await using var work = queue.Begin();
        var enabled = await EnabledAsync(work.Session, cancellation);
        return await AgainAsync(work, [.. failed.Where(row => enabled.ContainsKey(row.ReceiverId))]);
    }

    /// <summary>
    /// All that enabled receivers ask for of a campaign from a line on, however old it is, but for single signatures: of those, what has been
    /// sent before. Gives how many.
    /// </summary>
    public async Task<int> FromAsync(Guid campaignId, long fromLine, Guid? receiverId, CancellationToken cancellation)
    {
        await using var work = queue.Begin();
        var enabled = await EnabledAsync(work.Session, cancellation);
        var interests = enabled.Values.Where(r => receiverId is null || r.Id == receiverId).Select(r => r.ToInterest()).ToArray();
        var names = AnnouncementType.RareEvents.Select(type => StoredEvents.Names[type]).ToArray();
        var stored = await work.Session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == campaignId && e.Version >= fromLine && e.EventTypeName.In(names)).OrderBy(e => e.Version).ToListAsync(cancellation);

        var rows = (await deliveries.FromLineAsync(campaignId, fromLine, cancellation))
            .Where(row => enabled.ContainsKey(row.ReceiverId) && (receiverId is null || row.ReceiverId == receiverId)).ToDictionary(row => row.Id);
        foreach (var one in stored)
        {
            var line = StoredLine.Read(one);
            var isHighest = await highest.IsAsync(campaignId, line, cancellation);
            foreach (var interest in interests.Where(i => i.Wants(campaignId, line, isHighest)))
            {
                var id = DeliveryId.Of(campaignId, line.Number, interest.ReceiverId);
                rows[id] = DeliveryRow.New(id, interest.ReceiverId, campaignId, line.Number, one.Sequence, AnnouncementType.Of(line.Event)!, clock.GetUtcNow());
            }
        }
        return await AgainAsync(work, [.. rows.Values]);
    }

    private static async Task<Dictionary<Guid, Receiver>> EnabledAsync(IQuerySession session, CancellationToken cancellation) =>
        (await session.Query<Receiver>().Where(r => r.Enabled).ToListAsync(cancellation)).ToDictionary(r => r.Id);

    private async Task<int> AgainAsync(DeliveryWork work, IReadOnlyList<DeliveryRow> rows)
    {
        if (rows.Count == 0)
            return 0;
        var now = clock.GetUtcNow();
        DeliveryRow.Insert(work.Session, [.. rows.Select(row => row with { NextAt = now })], again: true);
        foreach (var receiverId in rows.Select(row => row.ReceiverId).Distinct())
        {
            ReceiverTurn.Reopen(work.Session, receiverId);
            await work.TriggerAsync(receiverId);
        }
        await work.SaveAsync();
        return rows.Count;
    }
}
