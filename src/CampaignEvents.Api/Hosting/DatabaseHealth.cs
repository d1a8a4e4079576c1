using CampaignEvents.Api.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>Ready means: the database answers, and has the schema.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource dataSource) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = dataSource.CreateCommand($"SELECT 1 FROM {LedgerSchema.Installation} LIMIT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }
}
