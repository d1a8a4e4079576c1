using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using Npgsql;

namespace CampaignEvents.Api.Live;

/// <summary>Reads the store for all who listen here: one statement, and a second when milestones may have been passed or missed.</summary>
internal sealed class LiveReader(NpgsqlDataSource dataSource)
{
    /// <summary>The most milestones of one campaign in one reading; where there are as many, there may be more.</summary>
    public const int Page = 500;

    /// <summary>The most milestones of all campaigns that are told to one who comes back, and from how long ago.</summary>
    public const int MostLately = 500;

    public static readonly TimeSpan LongestAbsence = TimeSpan.FromHours(1);

    /// <summary>No batch takes this long from its beginning, whose time the stream's row shows, to its commit.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    private static readonly string _progress =
        $"""
        SELECT {TimelineRow.Columns}, s.id, p.data ->> 'slug', s.timestamp
        FROM changed s JOIN {LedgerSchema.PageDocument} p ON p.id = s.id CROSS JOIN LATERAL (
            SELECT {TimelineRow.Columns} FROM {LedgerSchema.Timeline} WHERE set_id = {RowSet.Of(RowSet.Timeline, "s.id")}
            ORDER BY minute DESC, block DESC LIMIT 1) t
        """;

    private static readonly string _ofSome =
        $"""
        WITH known AS (SELECT * FROM unnest($1, $2) k (id, line)),
        changed AS (SELECT s.* FROM known JOIN {LedgerSchema.Streams} s ON s.id = known.id AND s.version > known.line)
        {_progress}
        """;

    // Neither index nor clock tells what was committed since; the streams' rows are few and small, and none is missed.
    private static readonly string _ofAll =
        $"""
        WITH known AS (SELECT * FROM unnest($1, $2) k (id, line)),
        changed AS (SELECT s.* FROM {LedgerSchema.Streams} s LEFT JOIN known ON known.id = s.id
            WHERE $3 OR s.version > coalesce(known.line, 0) AND (known.id IS NOT NULL OR s.timestamp > now() - $4))
        {_progress}
        """;

    private static readonly string _milestones =
        $"""
        SELECT {MilestoneRow.Columns}, place FROM unnest($1, $2, $3) WITH ORDINALITY AS k (campaign, after, upto, place) CROSS JOIN LATERAL (
            SELECT {MilestoneRow.Columns} FROM {LedgerSchema.MilestoneChanges}
            WHERE set_id = {RowSet.Of(RowSet.Milestones, "k.campaign")} AND line > k.after AND line <= k.upto ORDER BY line LIMIT $4) m
        ORDER BY place, line
        """;

    private static readonly string _lately =
        $"""
        SELECT {MilestoneRow.Columns}, p.data ->> 'slug' FROM {LedgerSchema.MilestoneChanges} m
        JOIN {LedgerSchema.PageDocument} p ON m.set_id = {RowSet.Of(RowSet.Milestones, "p.id")}
        WHERE m.at > $1 ORDER BY m.at DESC, m.set_id, m.line DESC LIMIT $2
        """;

    private readonly record struct Span(Guid CampaignId, long After, long To, bool Missed);

    public async Task<LiveReading> ReadAsync(LiveAsk ask, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        var changed = await ProgressAsync(connection, ask, cancellation);
        var asked = ask.Campaigns.ToDictionary(c => c.Id);
        List<Span> spans =
        [
            .. changed.Where(c => asked.TryGetValue(c.Key, out var known) ? known.Line > 0 : !ask.Afresh)
                .Select(c => new Span(c.Key, asked.GetValueOrDefault(c.Key)?.Line ?? 0, c.Value.Progress.Line, Missed: false)),
            .. ask.Campaigns.Where(c => c.MissedBehind is not null)
                .Select(c => new Span(c.Id, c.MissedBehind!.Value, changed.GetValueOrDefault(c.Id)?.Progress.Line ?? c.Line, Missed: true)),
        ];
        var missed = new Dictionary<Guid, IReadOnlyList<MilestoneRow>>();
        foreach (var (span, rows) in await MilestonesAsync(connection, spans.FindAll(s => s.After < s.To), cancellation))
        {
            if (span.Missed)
                missed[span.CampaignId] = rows;
            else
                changed[span.CampaignId] = changed[span.CampaignId] with { Passed = rows };
        }
        return new(changed, missed, await LatelyAsync(connection, ask, cancellation));
    }

    private static async Task<Dictionary<Guid, LiveNews>> ProgressAsync(NpgsqlConnection connection, LiveAsk ask, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ask.All ? _ofAll : _ofSome, connection);
        Add(command, ask.Campaigns.Select(c => c.Id).ToArray(), ask.Campaigns.Select(c => c.Line).ToArray());
        if (ask.All)
            Add(command, ask.Afresh, Lately);
        var changed = new Dictionary<Guid, LiveNews>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            changed.Add(reader.GetGuid(14), new(reader.GetString(15), reader.GetFieldValue<DateTimeOffset>(16), TimelineRow.Read(reader).Progress, []));
        return changed;
    }

    private static async Task<Dictionary<Span, List<MilestoneRow>>> MilestonesAsync(NpgsqlConnection connection, List<Span> spans, CancellationToken cancellation)
    {
        if (spans.Count == 0)
            return [];
        var found = spans.ToDictionary(span => span, _ => new List<MilestoneRow>());
        await using var command = new NpgsqlCommand(_milestones, connection);
        Add(command, spans.Select(s => s.CampaignId).ToArray(), spans.Select(s => s.After).ToArray(), spans.Select(s => s.To).ToArray(), (long)Page);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found[spans[(int)reader.GetInt64(8) - 1]].Add(MilestoneRow.Read(reader));
        return found;
    }

    private static async Task<List<(string, MilestoneRow)>> LatelyAsync(NpgsqlConnection connection, LiveAsk ask, CancellationToken cancellation)
    {
        if (ask.Waiting.Min(listener => listener.Told) is not { } told)
            return [];
        await using var command = new NpgsqlCommand(_lately, connection);
        Add(command, Later(DateTimeOffset.FromUnixTimeMilliseconds(told) - LiveBoard.Overlap, ask.At - LongestAbsence), (long)MostLately);
        var found = new List<(string, MilestoneRow)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add((reader.GetString(8), MilestoneRow.Read(reader)));
        found.Reverse();
        return found;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
    }
}
