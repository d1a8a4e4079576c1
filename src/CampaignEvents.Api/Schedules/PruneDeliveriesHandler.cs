using CampaignEvents.Api.Deliveries;
using Microsoft.Extensions.Options;
using Npgsql;
using Wolverine.ErrorHandling;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace CampaignEvents.Api.Schedules;

/// <summary>Forgets deliveries that ended long ago. Nobody is told of lines as old as that, so none is sent again.</summary>
internal sealed class PruneDeliveriesHandler : MessageHandler<PruneDeliveries>
{
    private const int AtOnce = 5_000;

    private const string Sql =
        $"""
        WITH old AS (
            DELETE FROM {DeliverySchema.Deliveries} WHERE id IN (
                SELECT id FROM {DeliverySchema.Deliveries} WHERE created_at < $1 AND state <> 1 ORDER BY created_at LIMIT $2)
            RETURNING id),
        attempts AS (DELETE FROM {DeliverySchema.Attempts} WHERE delivery_id IN (SELECT id FROM old))
        SELECT count(*) FROM old
        """;

    public override void ConfigureChain(HandlerChain chain)
    {
        chain.ExecutionTimeoutInSeconds = 3_600;
        chain.OnAnyException().RetryUntilItWorks();
    }

    protected override async Task HandleAsync(PruneDeliveries message, MessageContext context, CancellationToken cancellation)
    {
        var services = context.Runtime.Services;
        var before = services.GetRequiredService<TimeProvider>().GetUtcNow() - services.GetRequiredService<IOptions<DeliverySettings>>().Value.KeepFor;
        long pruned;
        do
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(Sql);
            command.Parameters.Add(new() { Value = before });
            command.Parameters.Add(new() { Value = AtOnce });
            pruned = (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        while (pruned == AtOnce);
    }
}
