using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;
using Wolverine;
using Wolverine.ErrorHandling;
using Wolverine.Marten.Publishing;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace CampaignEvents.Api.Schedules;

/// <summary>Tells that a campaign has opened or closed by itself, if the ledger still says so.</summary>
internal sealed class TurnCampaignHandler : MessageHandler<TurnCampaign>
{
    public override void ConfigureChain(HandlerChain chain) => chain.OnAnyException().RetryUntilItWorks();

    protected override async Task HandleAsync(TurnCampaign message, MessageContext context, CancellationToken cancellation)
    {
        var (services, turn) = (context.Runtime.Services, message.Turn);
        await using var session = services.GetRequiredService<OutboxedSessionFactory>().OpenSession(context);
        var receivers = await session.Query<Receiver>().Where(r => r.Enabled).ToListAsync(cancellation);
        var interested = receivers.Select(r => r.ToInterest()).Where(i => i.Covers(message.CampaignId, turn)).ToArray();
        if (interested.Length == 0 || await PositionAsync(services, message, cancellation) is not { } position)
            return;
        DeliveryRow.Insert(session,
        [
            .. interested.Select(i => DeliveryRow.New(
                DeliveryId.Of(message.CampaignId, turn, i.ReceiverId), i.ReceiverId, message.CampaignId, turn.Line, position, turn.Type,
                services.GetRequiredService<TimeProvider>().GetUtcNow())),
        ]);
        foreach (var interest in interested)
            await context.PublishAsync(new DeliverTo(interest.ReceiverId));
        await session.SaveChangesAsync(cancellation);
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
