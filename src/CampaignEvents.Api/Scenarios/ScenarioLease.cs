using System.Text.Json;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

/// <summary>
/// The right to run a scenario: a lock of the database's on its id, held by a session of its own. Everything the run writes,
/// it writes over that session; so when the session is lost the lock is free, and nothing more can come from who had it.
/// </summary>
internal sealed class ScenarioLease : IAsyncDisposable
{
    private const int ChunkRows = 20_000;

    private readonly TimeProvider _clock;

    private ScenarioLease(NpgsqlConnection connection, TimeProvider clock) => (Connection, _clock) = (connection, clock);

    public NpgsqlConnection Connection { get; }

    /// <summary>The lock's number, in SQL: the random half of an id.</summary>
    public static string KeyOf(string id) => $"('x' || right(replace({id}::text, '-', ''), 16))::bit(64)::bigint";

    public static async Task<ScenarioLease> OpenAsync(string connectionString, TimeProvider clock, CancellationToken cancellation)
    {
        // Not from a pool: the lock must end with the connection.
        var settings = new NpgsqlConnectionStringBuilder(LedgerConnection.Harden(connectionString)) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return new(connection, clock);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    /// <summary>False when somebody has it. Taken, it is held until this is disposed.</summary>
    public async Task<bool> TryTakeAsync(Guid id, CancellationToken cancellation) =>
        (bool)(await AskAsync($"SELECT pg_try_advisory_lock({KeyOf("$1")})", [id], cancellation))!;

    /// <summary>The scenario, now running; null when it has ended meanwhile.</summary>
    public async Task<ScenarioRow?> BeginAsync(Guid id, CancellationToken cancellation)
    {
        await using var command = Command(
            $"""
            UPDATE {LedgerSchema.Scenarios} SET state = 'running', started_at = $2, lines = 0, per_second = 0, takes = takes + 1
            WHERE id = $1 AND state IN ('queued', 'running') RETURNING {ScenarioRow.Columns}
            """, [id, _clock.GetUtcNow()]);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? ScenarioRow.Read(reader) : null;
    }

    /// <summary>Whether it is to be cancelled.</summary>
    public async Task<bool> IsCancelledAsync(Guid id, CancellationToken cancellation) =>
        await AskAsync($"SELECT cancel FROM {LedgerSchema.Scenarios} WHERE id = $1", [id], cancellation) is not false;

    public Task ReportAsync(Guid id, long lines, long perSecond, CancellationToken cancellation) => AskAsync(
        $"UPDATE {LedgerSchema.Scenarios} SET lines = $2, per_second = $3 WHERE id = $1", [id, lines, perSecond], cancellation);

    /// <summary>Done, all lines replayed; or cancelled or failed, with its rows removed.</summary>
    public async Task EndAsync(Guid id, ScenarioState state, ScenarioResult? result, string? error, CancellationToken cancellation)
    {
        if (state != ScenarioState.Done)
            await RemoveRowsAsync(id, cancellation);
        await AskAsync(
            $"""
            UPDATE {LedgerSchema.Scenarios} SET state = $2, finished_at = $3, result = $4, error = $5, per_second = 0,
                lines = CASE WHEN $2 = 'done' THEN to_line ELSE lines END
            WHERE id = $1
            """,
            [
                id, state.ToString().ToLowerInvariant(), _clock.GetUtcNow(),
                (object?)(result is null ? null : JsonSerializer.Serialize(result, ApiJson.Default.ScenarioResult)) ?? DBNull.Value, (object?)error ?? DBNull.Value,
            ],
            cancellation);
    }

    /// <summary>Removes the scenario and all its rows; killed in between, it is left as a cancelled one.</summary>
    public async Task DeleteAsync(Guid id, CancellationToken cancellation)
    {
        await AskAsync($"UPDATE {LedgerSchema.Scenarios} SET state = 'cancelled', result = NULL, error = NULL WHERE id = $1", [id], cancellation);
        await RemoveRowsAsync(id, cancellation);
        await AskAsync($"DELETE FROM {LedgerSchema.Scenarios} WHERE id = $1", [id], cancellation);
    }

    /// <summary>Removes the rows of the scenario's read models, some at a time.</summary>
    public async Task RemoveRowsAsync(Guid id, CancellationToken cancellation)
    {
        foreach (var table in (string[])[LedgerSchema.Timeline, LedgerSchema.Tallies, LedgerSchema.MilestoneChanges])
        {
            await using var command = Command(
                $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE set_id = $1 LIMIT {ChunkRows}))", [id]);
            while (await command.ExecuteNonQueryAsync(cancellation) == ChunkRows)
            {
                // As long as there may be more.
            }
        }
    }

    private async Task<object?> AskAsync(string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, Connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
