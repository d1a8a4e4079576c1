using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Deliveries;
using Npgsql;

namespace CampaignEvents.Api.Schedules;

/// <summary>Sends a day's digest to whoever asks for it. What is in it is read when it is sent.</summary>
internal sealed class MakeDigestHandler : TellingHandler<MakeDigest>
{
    protected override bool Covers(Interest interest, MakeDigest message) => interest.CoversDigest(message.At);

    protected override async Task<Func<Interest, DeliveryRow>?> FindAsync(MakeDigest message, IServiceProvider services, CancellationToken cancellation)
    {
        // Behind all that has happened.
        await using var last = services.GetRequiredService<NpgsqlDataSource>().CreateCommand($"SELECT coalesce(max(seq_id), 0) FROM {LedgerSchema.Events}");
        var position = (long)(await last.ExecuteScalarAsync(cancellation))!;
        return interest => DeliveryRow.New(
            DeliveryId.OfDigest(message.At, interest.ReceiverId), interest.ReceiverId, interest.CampaignId, null, position, AnnouncementType.DailyDigest, message.At);
    }
}
