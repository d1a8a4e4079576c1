using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Tallies;
using Npgsql;

namespace CampaignEvents.Api.Tallies;

/// <summary>Reads a tally: two index probes for each key, however long the ledger.</summary>
internal static class TallyQuery
{
    private const string Sql =
        $"""
        WITH RECURSIVE keys AS (
            (SELECT key FROM {LedgerSchema.Tallies} WHERE set_id = {RowSet.OfTallies} AND dimension = $2 AND key > $5 ORDER BY key LIMIT 1)
            UNION ALL
            SELECT (SELECT t.key FROM {LedgerSchema.Tallies} t
                    WHERE t.set_id = {RowSet.OfTallies} AND t.dimension = $2 AND t.key > k.key ORDER BY t.key LIMIT 1)
            FROM keys k WHERE k.key IS NOT NULL)
        SELECT w.key, last.count FROM (SELECT key FROM keys WHERE key IS NOT NULL LIMIT $6) w
        CROSS JOIN LATERAL (
            SELECT coalesce((
                SELECT t.count FROM {LedgerSchema.Tallies} t
                WHERE t.set_id = {RowSet.OfTallies} AND t.dimension = $2 AND t.key = w.key AND (t.minute, t.block) <= ($3, $4)
                ORDER BY t.minute DESC, t.block DESC LIMIT 1), 0) AS count) last
        """;

    private const string UnknownSql =
        $"""
        SELECT count FROM {LedgerSchema.Tallies}
        WHERE set_id = {RowSet.OfTallies} AND dimension = $2 AND key = ''::bytea AND (minute, block) <= ($3, $4)
        ORDER BY minute DESC, block DESC LIMIT 1
        """;

    public static async Task<TallyAnswer> ReadAsync(
        NpgsqlConnection connection, Guid campaignId, Dimension dimension, AsOf state, string? after, int limit, CancellationToken cancellation)
    {
        object[] at = [campaignId, (short)dimension, state.Row?.Minute ?? DateTimeOffset.MinValue, state.Row?.Block ?? -1];
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var unknown = 0L;
        string? next = null;

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(UnknownSql, at), Command(Sql, [.. at, Encoding.UTF8.GetBytes(after ?? ""), limit + 1]) } };
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            if (await reader.ReadAsync(cancellation))
                unknown = reader.GetInt64(0);
            await reader.NextResultAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                counts[Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0))] = reader.GetInt64(1);
        }
        if (counts.Count > limit)
        {
            counts.Remove(counts.Keys.Last());
            next = counts.Keys.Last();
        }

        foreach (var (_, key, change) in state.Rest.SelectMany(line => TallyChange.Of(line.Event)).Where(c => c.Dimension == dimension))
        {
            if (key == TallyChange.Unknown)
                unknown += change;
            else if (counts.TryGetValue(key, out var count))
                counts[key] = count + change;
        }
        return new(dimension.ToString().ToLowerInvariant(), state.Progress.Line, state.Progress.Count, unknown,
            [.. counts.Where(c => c.Value != 0).Select(c => new TallyItem(c.Key, c.Value))], next);
    }

    private static NpgsqlBatchCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
