namespace CampaignEvents.Api.Hosting;

/// <summary>The server's settings file, written anew at every start so that an update of this program takes effect.</summary>
internal static class PostgresSettings
{
    public const string File = "campaign-events.conf";
    public const string LogFile = "postgres.log";
    private const long LogBytes = 16 * 1024 * 1024;

    public static async Task WriteAsync(ClusterPlace place, CancellationToken cancellation)
    {
        var path = Path.Combine(place.Cluster, File);
        await System.IO.File.WriteAllTextAsync(path, Text(place.SocketFolder), cancellation);
        await place.GiveAsync(path, cancellation);

        var log = new FileInfo(Path.Combine(place.Cluster, LogFile));
        if (log is { Exists: true, Length: > LogBytes })
            log.MoveTo(log.FullName + ".1", overwrite: true);
    }

    public static string EndOfLog(ClusterPlace place)
    {
        var log = Path.Combine(place.Cluster, LogFile);
        var lines = System.IO.File.Exists(log) ? System.IO.File.ReadLines(log).TakeLast(5) : [];
        return $"The end of {log}:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }

    // fsync, synchronous_commit and full_page_writes stay as they come: on. What is acknowledged is kept.
    private static string Text(string socketFolder) => $"""
        include 'postgresql.conf'
        listen_addresses = ''
        port = 5432
        unix_socket_directories = '{socketFolder}'
        unix_socket_permissions = 0700
        max_connections = 200
        shared_buffers = 256MB
        max_wal_size = 4GB
        checkpoint_completion_target = 0.9
        wal_compression = on
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] '
        # Statements and details carry personal data, which has no place in a log.
        log_min_error_statement = panic
        log_error_verbosity = terse

        """;
}
