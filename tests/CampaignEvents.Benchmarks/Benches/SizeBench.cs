using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Peers;
using CampaignEvents.Benchmarks.Subjects;
using Npgsql;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Bytes that a signature takes on disk.</summary>
internal static class SizeBench
{
    private const int Signatures = 200_000, SpreadOut = 50_000;
    private static readonly DateTimeOffset _launch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var hot = await FillAsync(cluster, Signatures, null, cancellation);
        var spread = await FillAsync(cluster, SpreadOut, n => _launch + TimeSpan.FromMinutes(n), cancellation);
        var plain = await FillPlainAsync(cluster, cancellation);

        var (ours, theirs, sparse) = (hot.Sum(s => s.Bytes) / Signatures, plain.Sum(s => s.Bytes) / Signatures, spread.Sum(s => s.Bytes) / SpreadOut);
        var table = new Table("tables and indexes, after VACUUM", "bytes per signature", "to the plain table", "to reach", "reached");
        table.Add(["the plain SQL table", Table.Number(theirs)]);
        table.Add(["a hot campaign", Table.Number(ours), .. Table.AtMost(ours / theirs, 2, "×")]);
        table.Add(["for information: one signature a minute", Table.Number(sparse), Table.Ratio(sparse / theirs)]);

        var parts = new Table("bytes per signature", "hot", "one a minute");
        foreach (var name in hot.Concat(spread).OrderByDescending(s => s.Bytes).Select(s => s.Name).Distinct())
        {
            var (h, s) = (BytesOf(hot, name) / Signatures, BytesOf(spread, name) / SpreadOut);
            if (h >= 1 || s >= 1)
                parts.Add(name, Table.Number(h, "N1"), Table.Number(s, "N1"));
        }
        foreach (var part in plain.OrderByDescending(p => p.Bytes))
            parts.Add($"plain: {part.Name}", Table.Number(part.Bytes / Signatures, "N1"));
        return $"""
            {table}
            {parts}
            {Signatures:N0} signatures of one campaign in a fresh store ({SpreadOut:N0} at one a minute, where a row of the timeline and two of the tallies serve a single
            signature), less what the empty schema takes. The plain table has a random id as primary key and `UNIQUE (campaign_id, email)`, and
            is filled with the same people in the same order.
            """;
    }

    private static async Task<Part[]> FillAsync(
        Cluster cluster, int signatures, Func<long, DateTimeOffset>? history, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("size", cancellation);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        var empty = await PartsAsync(database, "campaign_events", cancellation);
        var campaign = await ledger.LaunchAsync("hot", history is null ? null : _launch);
        await ledger.SignAsync(campaign, Samples.Signatures("s", signatures), signatures, history, cancellation);
        await Cluster.ExecuteAsync(database, "VACUUM", cancellation);
        var full = await PartsAsync(database, "campaign_events", cancellation);
        return [.. full.Select(part => part with { Bytes = part.Bytes - BytesOf(empty, part.Name) })];
    }

    private static async Task<Part[]> FillPlainAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("size", cancellation);
        await using var sql = await PlainSql.OpenAsync(database, cancellation);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellation);
        await BareCopy.FillPlainAsync(connection, await sql.LaunchAsync("hot"), Samples.Signatures("s", Signatures), cancellation);
        await Cluster.ExecuteAsync(database, "VACUUM", cancellation);
        return [.. (await PartsAsync(database, "plain", cancellation)).Where(part => part.Name.StartsWith("signatures", StringComparison.Ordinal))];
    }

    /// <summary>A table with its TOAST and maps, or one index.</summary>
    private sealed record Part(string Name, double Bytes);

    private static double BytesOf(Part[] parts, string name) => parts.FirstOrDefault(p => p.Name == name)?.Bytes ?? 0;

    private static async Task<Part[]> PartsAsync(string database, string schema, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(cancellation);
        // Tables without their indexes, and the indexes: together pg_total_relation_size of the tables.
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname, pg_table_size(c.oid) FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'm')
            UNION ALL
            SELECT t.relname || ', index ' || c.relname, pg_relation_size(c.oid)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relnamespace = $1::regnamespace AND t.relkind IN ('r', 'm')
            """, connection);
        command.Parameters.Add(new() { Value = schema });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<Part>();
        while (await reader.ReadAsync(cancellation))
            parts.Add(new(reader.GetString(0), reader.GetInt64(1)));
        return [.. parts];
    }
}
