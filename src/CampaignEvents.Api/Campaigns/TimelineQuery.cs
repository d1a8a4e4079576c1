using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Reads the timeline by minute, hour or day.</summary>
internal static class TimelineQuery
{
    /// <summary>The most points of one answer.</summary>
    public const int MaximumPoints = 5_000;

    // The last row of every bucket says how things stood at its end; the difference to the one before is what happened in it.
    // A last row beyond the table stands for the lines between the last whole row and the moment that was asked for.
    private const string Sql =
        $"""
        WITH rows AS (
            SELECT minute, block, counted, withdrawn + invalidated AS removed, external FROM {LedgerSchema.Timeline}
            WHERE set_id = {RowSet.OfTimeline} AND (minute, block) <= ($2, $3) AND minute >= $10
            UNION ALL SELECT $4, 2147483647, $5, $6, $7),
        buckets AS (
            SELECT DISTINCT ON (date_trunc($8, minute, $9)) date_trunc($8, minute, $9) AS at, counted, removed, external
            FROM rows ORDER BY date_trunc($8, minute, $9), minute DESC, block DESC)
        SELECT at, counted, removed, external FROM buckets ORDER BY at LIMIT $11
        """;

    private const string BeforeSql =
        $"""
        SELECT counted, withdrawn + invalidated, external FROM {LedgerSchema.Timeline}
        WHERE set_id = {RowSet.OfTimeline} AND minute < $2 ORDER BY minute DESC, block DESC LIMIT 1
        """;

    private readonly record struct Sums(long Counted, long Removed, long External);

    /// <param name="connection">Of the same read as the state.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="state">Up to where.</param>
    /// <param name="by">minute, hour or day.</param>
    /// <param name="zone">A time zone that PostgreSQL knows.</param>
    /// <param name="from">The beginning of the first bucket that is wanted; null: from launch.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<(List<TimelinePoint> Points, DateTimeOffset? Next)> ReadAsync(
        NpgsqlConnection connection, Guid campaignId, AsOf state, string by, string zone, DateTimeOffset? from, CancellationToken cancellation)
    {
        var start = from ?? DateTimeOffset.MinValue;
        var last = await BeforeAsync(connection, campaignId, start, cancellation);
        await using var command = new NpgsqlCommand(Sql, connection);
        foreach (var value in (object[])[
            campaignId, state.Row?.Minute ?? DateTimeOffset.MinValue, state.Row?.Block ?? -1,
            TimelineRow.MinuteOf(state.Progress.At), state.Progress.Counted, state.Progress.Withdrawn + state.Progress.Invalidated,
            state.Progress.External, by, zone, start, MaximumPoints + 2])
            command.Parameters.Add(new() { Value = value });

        var points = new List<TimelinePoint>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var at = reader.GetFieldValue<DateTimeOffset>(0);
            if (points.Count == MaximumPoints)
                return (points, at);
            var now = new Sums(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            // A bucket that begins before the first wanted time only says where counting starts.
            if (at >= start)
                points.Add(new(at, now.Counted - last.Counted, now.Removed - last.Removed, now.External - last.External,
                    now.Counted - now.Removed + now.External));
            last = now;
        }
        return (points, null);
    }

    private static async Task<Sums> BeforeAsync(NpgsqlConnection connection, Guid campaignId, DateTimeOffset start, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(BeforeSql, connection)
        {
            Parameters = { new() { Value = campaignId }, new() { Value = start } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : default;
    }
}
