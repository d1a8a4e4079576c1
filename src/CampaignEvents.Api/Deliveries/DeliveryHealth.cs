using CampaignEvents.Api.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Healthy means: the relay has looked at every line, or is about to. Says nothing of receivers, whom the delivery log tells of.</summary>
internal sealed class DeliveryHealth(NpgsqlDataSource dataSource) : IHealthCheck
{
    /// <summary>Longer than it takes another node to take over.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private const string Sql =
        $"""
        SELECT last_seq_id >= coalesce((SELECT max(seq_id) FROM {LedgerSchema.Events}), 0) OR last_updated > clock_timestamp() - $1
        FROM {LedgerSchema.Name}.mt_event_progression WHERE name = '{CampaignRelay.CheckpointName}'
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = dataSource.CreateCommand(Sql);
            command.Parameters.Add(new() { Value = _patience });
            // No checkpoint: nothing has been written yet.
            return await command.ExecuteScalarAsync(cancellationToken) is false ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
