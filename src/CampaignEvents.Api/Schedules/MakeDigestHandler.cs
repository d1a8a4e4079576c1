using CampaignEvents.Api.Deliveries;
using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Schedules;

/// <summary>Sends a day's digest to whoever asks for it. What is in it is read when it is sent.</summary>
internal sealed class MakeDigestHandler : TellingHandler<MakeDigest>
{
    protected override bool Covers(Interest interest, MakeDigest message) => interest.CoversDigest(message.At);

    protected override Task<Func<Interest, DeliveryRow>?> FindAsync(MakeDigest message, IServiceProvider services, CancellationToken cancellation) =>
        Task.FromResult<Func<Interest, DeliveryRow>?>(interest => DeliveryRow.New(
            DeliveryId.OfDigest(message.At, interest.ReceiverId), interest.ReceiverId, interest.CampaignId, null, 0, AnnouncementType.DailyDigest, message.At));
}
