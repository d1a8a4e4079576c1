using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>Limits that keep a lost or frozen process from holding a campaign's lock for long.</summary>
internal static class LedgerConnection
{
    public const string ApplicationName = "campaign-events";

    /// <summary>The server ends a session that holds a transaction open and sends nothing for this long.</summary>
    public static readonly TimeSpan IdleInTransaction = TimeSpan.FromSeconds(2);

    /// <summary>A batch waits this long for a campaign's lock, then ends a holder that is stuck and tries again.</summary>
    public static readonly TimeSpan LockWait = TimeSpan.FromSeconds(3);

    public static string Harden(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = ApplicationName,
            Timeout = 5,
            CommandTimeout = 30,
            CancellationTimeout = 2_000,
            // No command leaves anything behind in its session.
            NoResetOnClose = true,
            // Npgsql mixes up statements it prepared by itself once a batch of them has failed (npgsql/npgsql#6391).
            MaxAutoPrepare = 0,
        };
        // A unix socket has no keep-alive to set; its peer cannot vanish without the kernel noticing.
        if (builder.Host?.StartsWith('/') != true)
            (builder.TcpKeepAlive, builder.TcpKeepAliveTime, builder.TcpKeepAliveInterval) = (true, 5, 1);
        builder.Options = string.Join(' ', builder.Options,
            $"-c idle_in_transaction_session_timeout={IdleInTransaction.TotalMilliseconds}",
            $"-c lock_timeout={LockWait.TotalMilliseconds}").Trim();
        return builder.ConnectionString;
    }

    /// <summary>For the ledger's writes, whose few statements are worth preparing. A connection that failed is not used again.</summary>
    public static string ForWrites(string connectionString) => new NpgsqlConnectionStringBuilder(Harden(connectionString))
    {
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 3,
        MaxPoolSize = 40,
        MinPoolSize = 0,
    }.ConnectionString;
}
