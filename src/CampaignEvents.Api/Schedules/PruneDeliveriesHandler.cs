using CampaignEvents.Api.Deliveries;
using CampaignEvents.Domain.Deliveries;
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

    // One a second of each campaign would be very many, and each is soon behind the times.
    private static readonly TimeSpan _keepCountsFor = TimeSpan.FromDays(1);

    private const string Sql =
        $"""
        WITH old AS (
            DELETE FROM {DeliverySchema.Deliveries} WHERE id IN (
                SELECT id FROM {DeliverySchema.Deliveries}
                WHERE (created_at < $1 OR created_at < $3 AND type = '{AnnouncementType.CountChanged}') AND state <> 1 ORDER BY created_at LIMIT $2)
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
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var before = now - services.GetRequiredService<IOptions<DeliverySettings>>().Value.KeepFor;
        long pruned;
        do
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(Sql);
            command.Parameters.Add(new() { Value = before });
            command.Parameters.Add(new() { Value = AtOnce });
            command.Parameters.Add(new() { Value = now - _keepCountsFor });
            pruned = (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
        while (pruned == AtOnce);
    }
}
