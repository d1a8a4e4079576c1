using System.Text.Json;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

/// <summary>What anybody may do to scenarios, whoever runs them. Everything else is for the holder of the lease.</summary>
internal sealed class ScenarioStore(NpgsqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>The most scenarios a campaign keeps.</summary>
    public const int Most = 1_000;

    /// <summary>Queues a scenario over the ledger as it is now; false when the campaign keeps too many already.</summary>
    public async Task<bool> AddAsync(Guid id, Guid campaignId, string name, ScenarioRulesBody rules, CancellationToken cancellation)
    {
        await using var batch = dataSource.CreateBatch();
        // Two at once must not both see room for one.
        batch.BatchCommands.Add(Command("SELECT pg_advisory_xact_lock(hashtextextended('scenarios of ' || $1::uuid, 0))", campaignId));
        batch.BatchCommands.Add(Command(
            $"""
            INSERT INTO {LedgerSchema.Scenarios} ({ScenarioRow.Columns})
            SELECT $1, s.id, $3, $4, 'queued', false, 0, s.version, 0, 0, $5, NULL, NULL, NULL, NULL FROM {LedgerSchema.Streams} s
            WHERE s.id = $2 AND (SELECT count(*) FROM {LedgerSchema.Scenarios} k WHERE k.campaign_id = $2) < {Most}
            """,
            id, campaignId, name, JsonSerializer.Serialize(rules, ApiJson.Default.ScenarioRulesBody), clock.GetUtcNow()));
        return await batch.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Null when the campaign has no such scenario.</summary>
    public async Task<ScenarioRow?> FindAsync(Guid campaignId, Guid id, CancellationToken cancellation) =>
        (await ReadAsync("campaign_id = $1 AND id = $2", [campaignId, id], cancellation)).SingleOrDefault();

    /// <summary>A campaign's, newest first.</summary>
    public Task<List<ScenarioRow>> ListAsync(Guid campaignId, Guid? after, int limit, CancellationToken cancellation) =>
        after is { } last
            ? ReadAsync("campaign_id = $1 AND id < $3 ORDER BY id DESC LIMIT $2", [campaignId, limit, last], cancellation)
            : ReadAsync("campaign_id = $1 ORDER BY id DESC LIMIT $2", [campaignId, limit], cancellation);

    /// <summary>Scenarios that have not ended and that nobody runs, in the order they were asked for.</summary>
    public async Task<IReadOnlyList<Guid>> WaitingAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT s.id FROM {LedgerSchema.Scenarios} s WHERE s.state IN ('queued', 'running')
            AND NOT EXISTS (
                SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
                AND (l.classid::bigint << 32 | l.objid::bigint) = {ScenarioLease.LockOf("s.id")})
            ORDER BY s.id
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var waiting = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
            waiting.Add(reader.GetGuid(0));
        return waiting;
    }

    /// <summary>One that waits ends at once; one that runs, as soon as its runner sees it.</summary>
    public async Task CancelAsync(Guid campaignId, Guid id, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            UPDATE {LedgerSchema.Scenarios} SET cancel = true,
                finished_at = CASE WHEN state = 'queued' THEN $2 END,
                state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
            WHERE campaign_id = $3 AND id = $1 AND state IN ('queued', 'running')
            """);
        foreach (var value in (object[])[id, clock.GetUtcNow(), campaignId])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<ScenarioRow>> ReadAsync(string where, object[] values, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand($"SELECT {ScenarioRow.Columns} FROM {LedgerSchema.Scenarios} WHERE {where}");
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<ScenarioRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(ScenarioRow.Read(reader));
        return rows;
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
