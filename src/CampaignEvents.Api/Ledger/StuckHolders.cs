using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// Ends sessions of this application that hold a transaction open while they wait for their client. The server does so
/// itself between two statements; a process frozen in the middle of sending one is only seen by those who wait for it.
/// </summary>
internal sealed partial class StuckHolders(NpgsqlDataSource dataSource, ILogger<StuckHolders> logger)
{
    private const string Sql =
        """
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = $1 AND usename = current_user AND datname = current_database() AND pid <> pg_backend_pid()
          AND wait_event_type = 'Client' AND xact_start IS NOT NULL AND GREATEST(query_start, state_change) < clock_timestamp() - $2
        """;

    public async Task EndAsync()
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = LedgerConnection.ApplicationName });
        command.Parameters.Add(new() { Value = LedgerConnection.IdleInTransaction });
        var ended = (long)(await command.ExecuteScalarAsync())!;
        if (ended > 0)
            LogEnded(ended);
    }

    [LoggerMessage(1021, LogLevel.Warning, "Ended {Sessions} database sessions that held a lock while their process did not answer")]
    private partial void LogEnded(long sessions);
}
