using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>Connections for work that takes minutes: of no pool, and without the limits that keep requests short.</summary>
internal sealed class WorkConnections(Installation installation)
{
    /// <summary>A connection that alone does the work of that name; null when another does it now.</summary>
    public async Task<WorkLease?> TryLeaseAsync(string work, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", connection)
        {
            Parameters = { new() { Value = work } },
        };
        if ((bool)(await command.ExecuteScalarAsync(cancellation))!)
            return new(connection);
        await connection.DisposeAsync();
        return null;
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(LedgerConnection.Harden(installation.ConnectionString))
        {
            ApplicationName = LedgerConnection.ApplicationName + "-work",
            Pooling = false,
            CommandTimeout = 0,
        };
        settings.Options += " -c idle_in_transaction_session_timeout=0 -c timezone=UTC -c work_mem=64MB";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
