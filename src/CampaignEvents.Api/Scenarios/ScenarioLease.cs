using System.Text.Json;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

/// <summary>
/// The right to run a scenario. Everything the run writes, it writes over the lease's own session; so when that is lost the
/// lease is free, and nothing more can come from who had it.
/// </summary>
internal sealed class ScenarioLease : IAsyncDisposable
{
    private readonly WorkLease _lease;
    private readonly TimeProvider _clock;

    private ScenarioLease(WorkLease lease, TimeProvider clock) => (_lease, _clock) = (lease, clock);

    public NpgsqlConnection Connection => _lease.Connection;

    /// <summary>Null when somebody has it.</summary>
    public static async Task<ScenarioLease?> TryTakeAsync(WorkConnections work, Guid id, TimeProvider clock, CancellationToken cancellation) =>
        await work.TryLeaseAsync($"scenario {id}", cancellation) is { } lease ? new(lease, clock) : null;

    /// <summary>In SQL, the number of the lock that <see cref="TryTakeAsync"/> takes.</summary>
    /// <param name="id">An expression that gives the scenario's id.</param>
    public static string LockOf(string id) => $"hashtextextended('scenario ' || {id}, 0)";

    public ValueTask DisposeAsync() => _lease.DisposeAsync();

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
            await new ScenarioRows(id).RemoveAsync(Connection, cancellation);
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
        await new ScenarioRows(id).RemoveAsync(Connection, cancellation);
        await AskAsync($"DELETE FROM {LedgerSchema.Scenarios} WHERE id = $1", [id], cancellation);
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
