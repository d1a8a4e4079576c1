using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Ends the session of a leader that no longer lives. The node that spreads the relay over nodes holds a lock of its session,
/// and says something on it every second; a process that was killed loses it at once, a frozen one would keep it for ever.
/// </summary>
internal sealed partial class LostLeader(NpgsqlDataSource dataSource, TimeProvider clock, ILogger<LostLeader> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5), _silence = TimeSpan.FromSeconds(10);

    private const string Sql =
        """
        SELECT count(*) FILTER (WHERE pg_terminate_backend(a.pid)) FROM pg_stat_activity a
        WHERE application_name LIKE 'wolverine-advisory-lock:%' AND usename = current_user AND datname = current_database()
          AND state = 'idle' AND state_change < clock_timestamp() - $1
          AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // This node is stopping.
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await using var command = dataSource.CreateCommand(Sql);
            command.Parameters.Add(new() { Value = _silence });
            if ((long)(await command.ExecuteScalarAsync(cancellation))! > 0)
                LogEnded();
        }
        catch (NpgsqlException)
        {
            // The database is away, and with it every session; the next look will do.
        }
    }

    [LoggerMessage(2011, LogLevel.Warning, "Ended the session of a leading node that has been silent; another takes over")]
    private partial void LogEnded();
}
