using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Webhooks;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Receivers;

/// <summary>Adds, changes and removes receivers.</summary>
internal sealed class ReceiverRegister(
    IDocumentStore store, DeliveryQueue queue, ReceiverSeal seal, PersonsRelay persons, CampaignDirectory campaigns, IOptions<DeliverySettings> settings, Ids ids,
    TimeProvider clock)
{
    private const int MaximumReceivers = 1_000;

    /// <summary>How long the old key is signed with beside the new one.</summary>
    private static readonly TimeSpan _overlap = TimeSpan.FromHours(24);

    public async Task<(Receiver? Receiver, string? Secret, Rejection? Rejection)> AddAsync(ReceiverRequest request, CancellationToken cancellation)
    {
        if (await RejectionOfAsync(request, cancellation) is { } rejection)
            return (null, null, rejection);
        await using var session = store.LightweightSession();
        if (await session.Query<Receiver>().CountAsync(cancellation) >= MaximumReceivers)
            return (null, null, Rejections.TooManyReceivers);
        var (id, kind) = (ids.Next(), request.ToKind()!.Value);
        var key = kind == ReceiverKind.Webhook ? WebhookKey.New() : null;
        var receiver = With(
            new(id, "", kind, null, null, [], false, default, false, true, null, LedgerTime.Truncate(clock.GetUtcNow()), "",
                key is null ? [] : [new(seal.Seal(id, key.Bytes), null)]),
            request);
        receiver = await persons.BeginAsync(null, receiver, moves: false, request.Reason);
        session.Store(receiver);
        await session.SaveChangesAsync(cancellation);
        return (receiver, key?.Shown, null);
    }

    public async Task<(Receiver? Receiver, Rejection? Rejection)> ChangeAsync(Guid id, ReceiverRequest request, CancellationToken cancellation)
    {
        if (await RejectionOfAsync(request, cancellation) is { } rejection)
            return (null, rejection);
        await using var work = queue.Begin();
        if (await work.Session.LoadAsync<Receiver>(id, cancellation) is not { } before)
            return (null, Rejections.ReceiverUnknown);
        if (before.Kind != request.ToKind())
            return (null, Rejections.ReceiverKindFixed);
        if (before.DisabledBecause == Receiver.Unsubscribed)
            return (null, Rejections.ReceiverUnsubscribed);
        var receiver = With(before, request);
        receiver = await persons.BeginAsync(before, receiver, moves: seal.TargetOf(before) != seal.TargetOf(receiver), request.Reason);
        work.Session.Store(receiver);
        // What has waited for it while it was disabled, or is now to go elsewhere, is sent at once.
        if (receiver.Enabled)
        {
            ReceiverTurn.Reopen(work.Session, id);
            await work.TriggerAsync(id);
        }
        await work.SaveAsync();
        await persons.EndAsync(before, receiver);
        return (receiver, null);
    }

    /// <summary>Signs with a new key from now on, and with the old one for a while, so that nothing is refused meanwhile.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="mayUnseal">Whether whoever asks may read persons; null is the answer to who may not, for a receiver of persons.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<(SecretAnswer? Answer, Rejection? Rejection)> RotateAsync(Guid id, bool mayUnseal, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Receiver>(id, cancellation) is not { } receiver)
            return (null, Rejections.ReceiverUnknown);
        if (receiver.GetsPersons && !mayUnseal)
            return (null, null);
        if (receiver.Kind != ReceiverKind.Webhook)
            return (null, Rejections.ReceiverHasNoSecret);
        var (key, now) = (WebhookKey.New(), clock.GetUtcNow());
        var old = receiver.Keys.Where(k => k.Until is null || k.Until > now).Take(1).Select(k => k with { Until = now + _overlap });
        session.Store(receiver with { Keys = [new(seal.Seal(id, key.Bytes), null), .. old] });
        await session.SaveChangesAsync(cancellation);
        return (new(key.Shown, now + _overlap), null);
    }

    /// <summary>Ends a receiver's mail, as whoever gets it asks. False when there is no such receiver.</summary>
    public async Task<bool> UnsubscribeAsync(Guid id, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Receiver>(id, cancellation) is not { Kind: ReceiverKind.Email } receiver)
            return false;
        session.Store(receiver with { Enabled = false, DisabledBecause = Receiver.Unsubscribed });
        DeliveryRow.EndAll(session, id, DeliveryState.Cancelled);
        await session.SaveChangesAsync(cancellation);
        return true;
    }

    public async Task<Rejection?> RemoveAsync(Guid id, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<Receiver>(id, cancellation) is not { } receiver)
            return Rejections.ReceiverUnknown;
        session.Delete<Receiver>(id);
        DeliveryRow.EndAll(session, id, DeliveryState.Cancelled);
        ReceiverTurn.Forget(session, id);
        CountTellings.Forget(session, id);
        await session.SaveChangesAsync(cancellation);
        await persons.EndAsync(receiver, null);
        return null;
    }

    private async Task<Rejection?> RejectionOfAsync(ReceiverRequest request, CancellationToken cancellation) =>
        request.Campaign is { } slug && await campaigns.FindAsync(slug, cancellation) is null ? Rejections.CampaignUnknown
        : request.Events!.Contains(AnnouncementType.SignatureCounted) && !settings.Value.Signatures ? Rejections.SignaturesNotRelayed
        : null;

    private Receiver With(Receiver receiver, ReceiverRequest request) => receiver with
    {
        Name = request.Name!.Trim(),
        Target = seal.Seal(receiver.Id, request.ToTarget()),
        Campaign = request.Campaign,
        CampaignId = request.Campaign is { } slug ? CampaignId.Of(slug) : null,
        Events = [.. request.Events!.Distinct()],
        HighestOnly = request.HighestOnly == true,
        Flavour = request.ToFlavour(),
        AllowHttp = request.AllowHttp == true,
        Enabled = request.Enabled != false,
        DisabledBecause = null,
    };
}
