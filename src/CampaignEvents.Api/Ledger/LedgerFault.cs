using System.Collections.Frozen;
using System.Net.Sockets;
using JasperFx.Events;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>What a failed batch means.</summary>
internal static class LedgerFault
{
    /// <summary>SQLSTATE classes: connection exception, invalid transaction state, insufficient resources, operator intervention.</summary>
    private static readonly FrozenSet<string> _unavailable = FrozenSet.Create("08", "25", "53", "57");

    public static string? SqlState(Exception fault) => Postgres(fault)?.SqlState;

    public static bool IsLockTimeout(Exception fault) => SqlState(fault) == PostgresErrorCodes.LockNotAvailable;

    /// <summary>The server refused before anything was written: another node was quicker.</summary>
    public static bool LeftNothingBehind(Exception fault) =>
        fault is Marten.Exceptions.ExistingStreamIdCollisionException or JasperFx.Events.ExistingStreamIdCollisionException or EventStreamUnexpectedMaxEventIdException ||
        SqlState(fault) is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation;

    /// <summary>The server will not store a value: classes 22, data exception, and 23, integrity constraint violation.</summary>
    public static bool IsInput(Exception fault) =>
        SqlState(fault) is { } state && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    /// <summary>The database is out of reach or shutting down, or ended the session.</summary>
    public static bool IsUnavailable(Exception fault) => Chain(fault).Any(e => e switch
    {
        PostgresException refused => refused.IsTransient || _unavailable.Contains(refused.SqlState[..2]) || refused.SqlState == PostgresErrorCodes.LockNotAvailable,
        NpgsqlException or TimeoutException or IOException or SocketException or ObjectDisposedException => true,
        Marten.Exceptions.StreamLockedException or JasperFx.Events.StreamLockedException => true,
        _ => false,
    });

    private static PostgresException? Postgres(Exception fault) => Chain(fault).OfType<PostgresException>().FirstOrDefault();

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
            yield return at;
    }
}
