using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Schedules;

/// <summary>Tells that a campaign has opened or closed by itself, if the ledger still says so.</summary>
internal sealed class TurnCampaignHandler : TellingHandler<TurnCampaign>
{
    protected override bool Covers(Interest interest, TurnCampaign message) => interest.Covers(message.CampaignId, message.Turn);

    protected override async Task<Func<Interest, DeliveryRow>?> FindAsync(TurnCampaign message, IServiceProvider services, CancellationToken cancellation)
    {
        if (await PositionAsync(services, message, cancellation) is not { } position)
            return null;
        var (campaignId, turn, now) = (message.CampaignId, message.Turn, services.GetRequiredService<TimeProvider>().GetUtcNow());
        return interest => DeliveryRow.New(
            DeliveryId.Of(campaignId, turn, interest.ReceiverId), interest.ReceiverId, campaignId, turn.Line, position, turn.Type, now);
    }

    // Behind all that had happened by then. Null when the turn does not come about.
    private static async Task<long?> PositionAsync(IServiceProvider services, TurnCampaign message, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(
            services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<NpgsqlDataSource>(), cancellation);
        var state = await AsOf.ReadAsync(read, message.CampaignId, message.Turn.At, cancellation);
        if (state is null || !message.Turn.ComesAboutIn(state.Progress))
            return null;
        await using var command = new NpgsqlCommand($"SELECT seq_id FROM {LedgerSchema.Events} WHERE stream_id = $1 AND version = $2", read.Connection)
        {
            Parameters = { new() { Value = message.CampaignId }, new() { Value = state.Progress.Line } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation);
    }
}
