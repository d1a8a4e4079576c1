using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Verifications;

/// <summary>Compares what a campaign's table holds with what was folded into a table beside it, row by row and value by value.</summary>
/// <param name="Part">What differences call it.</param>
/// <param name="Stored">The stored rows, as a query whose <c>$1</c> is the campaign.</param>
/// <param name="Expected">The folded rows, as a query.</param>
/// <param name="Keys">Columns by which rows are the same.</param>
/// <param name="Values">Columns that are compared.</param>
/// <param name="Row">SQL that names a row for people, of <c>k</c>, its keys.</param>
/// <param name="Line">SQL that gives a row's line, of <c>e</c> and <c>k</c>.</param>
internal sealed record Comparison(string Part, string Stored, string Expected, string[] Keys, string[] Values, string Row, string Line)
{
    private const string InMinute = "(SELECT max(t.line) FROM expected_timeline t WHERE t.minute = k.minute AND t.block = k.block)";

    public static readonly IReadOnlyList<Comparison> All =
    [
        new(RowSet.Timeline, $"SELECT * FROM {LedgerSchema.Timeline} WHERE set_id = {RowSet.OfTimeline}", "SELECT * FROM expected_timeline",
            ["minute", "block"],
            ["line", "at", "counted", "pending", "withdrawn", "invalidated", "external", "goal", "closed", "opens_at", "closes_at", "last_signed_at"],
            "format('minute %s block %s', k.minute, k.block)", "coalesce(e.line, s.line)"),
        new(RowSet.Tallies, $"SELECT * FROM {LedgerSchema.Tallies} WHERE set_id = {RowSet.OfTallies}", "SELECT * FROM expected_tallies",
            ["dimension", "key", "minute", "block"], ["count"],
            "format('%s %s minute %s block %s', (ARRAY['country', 'channel', 'share'])[k.dimension], coalesce(nullif(encode(k.key, 'escape'), ''), 'unknown'), k.minute, k.block)",
            InMinute),
        new(RowSet.Milestones, $"SELECT * FROM {LedgerSchema.MilestoneChanges} WHERE set_id = {RowSet.OfMilestones}", "SELECT * FROM expected_milestones",
            ["line"], ["threshold", "change", "at", "count", "by_line", "signature_id", "source"], "format('line %s', k.line)", "k.line"),
        new("signatories", $"SELECT * FROM {LedgerSchema.Signatories} WHERE campaign_id = $1",
            "SELECT DISTINCT ON (fingerprint) * FROM expected_signatories ORDER BY fingerprint, line DESC",
            ["fingerprint"], ["signature_id", "status", "number", "count_then", "country", "channel", "share_id"],
            "format('signature %s', coalesce(e.signature_id, s.signature_id))", "e.line"),
        new("shares", $"SELECT * FROM {LedgerSchema.Shares} WHERE campaign_id = $1", "SELECT * FROM expected_shares",
            ["share_id"], ["channel", "by_signature"], "format('share %s', k.share_id)", "e.line"),
        // A checkpoint that is not there yet is no difference: they follow the ledger at their own pace.
        new("checkpoints", $"SELECT * FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1",
            $"SELECT * FROM expected_checkpoints WHERE line IN (SELECT line FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1)",
            ["line"], ["at", "state"], "format('line %s', k.line)", "k.line"),
    ];

    private string Sql =>
        $"""
        SELECT {Line}, {Row}, {Texts("e")}, {Texts("s")}, e.{Keys[0]} IS NULL, s.{Keys[0]} IS NULL
        FROM ({Stored}) s FULL JOIN ({Expected}) e ON ({Columns("s", Keys)}) = ({Columns("e", Keys)})
        CROSS JOIN LATERAL (SELECT {string.Join(", ", Keys.Select(key => $"coalesce(e.{key}, s.{key}) AS {key}"))}) k
        WHERE ROW({Columns("s", Values)}) IS DISTINCT FROM ROW({Columns("e", Values)}) OR s.{Keys[0]} IS NULL OR e.{Keys[0]} IS NULL
        ORDER BY 1, 2
        """;

    /// <summary>The differences, in order of lines.</summary>
    public async Task<long> RunAsync(NpgsqlConnection connection, Guid campaignId, Action<Difference> found, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = campaignId } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var differences = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            long? line = reader.IsDBNull(0) ? null : reader.GetInt64(0);
            var (row, expected, stored) = (reader.GetString(1), reader.GetFieldValue<string?[]>(2), reader.GetFieldValue<string?[]>(3));
            foreach (var difference in Describe(line, row, reader.GetBoolean(4) ? null : expected, reader.GetBoolean(5) ? null : stored))
            {
                differences++;
                found(difference);
            }
        }
        return differences;
    }

    private IEnumerable<Difference> Describe(long? line, string row, string?[]? expected, string?[]? stored)
    {
        if (expected is null || stored is null)
        {
            yield return new(Part, line, row, Whole(expected), Whole(stored));
            yield break;
        }
        for (var i = 0; i < Values.Length; i++)
        {
            foreach (var difference in expected[i] == stored[i] ? [] : JsonComparison.Of(Part, line, $"{row}: {Values[i]}", expected[i], stored[i]))
                yield return difference;
        }
    }

    private string? Whole(string?[]? values) =>
        values is null ? null : string.Join(", ", Values.Zip(values).Where(v => v.Second is not null).Select(v => $"{v.First} {v.Second}"));

    private string Texts(string table) => $"ARRAY[{string.Join(", ", Values.Select(v => v == "state" ? $"encode({table}.{v}, 'escape')" : $"{table}.{v}::text"))}]";

    private static string Columns(string table, IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"{table}.{c}"));
}
