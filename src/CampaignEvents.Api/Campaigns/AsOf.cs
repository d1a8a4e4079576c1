using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

/// <summary>
/// A campaign's state after the last line at or before a moment: a timeline row, and the few lines between it and the moment.
/// What it costs depends on how busy that minute was, at most a block of lines, and not on the ledger's length.
/// </summary>
/// <param name="Row">The last row that ends at or before the moment; null when the moment is in the ledger's first minute.</param>
/// <param name="Rest">The lines after that row, up to the moment.</param>
/// <param name="Progress">Progress after all of them.</param>
internal sealed record AsOf(TimelineRow? Row, IReadOnlyList<Line> Rest, Progress Progress)
{
    /// <param name="read">What else is read by it is of the same state of the store.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="moment">Null: now, which needs the last row only.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null when the campaign had not been launched yet.</returns>
    public static async Task<AsOf?> ReadAsync(
        ConsistentRead read, Guid campaignId, DateTimeOffset? moment, CancellationToken cancellation)
    {
        var row = await ReadRowAsync(read.Connection, campaignId, moment, cancellation);
        if (moment is null)
            return row is null ? null : new(row, [], row.Progress);
        var rest = await read.LinesAsync(campaignId, row?.Progress.Line ?? 0, TimelineRow.BlockLength, moment.Value, cancellation);
        var progress = rest.Aggregate(row?.Progress ?? Progress.None, Progress.Evolve);
        return progress.Line == 0 ? null : new(row, rest, progress);
    }

    /// <summary>The state after a line that there is.</summary>
    public static async Task<AsOf> ReadLineAsync(ConsistentRead read, Guid campaignId, long line, CancellationToken cancellation)
    {
        var row = await ReadRowAtLineAsync(read.Connection, campaignId, line, cancellation);
        var last = row?.Progress.Line ?? 0;
        var rest = last == line ? [] : await read.LinesAsync(campaignId, last, (int)(line - last), DateTimeOffset.MaxValue, cancellation);
        return new(row, rest, rest.Aggregate(row?.Progress ?? Progress.None, Progress.Evolve));
    }

    // The minute and block that the line lies in may have grown since; then the row before it is the last that is whole.
    private static async Task<TimelineRow?> ReadRowAtLineAsync(
        NpgsqlConnection connection, Guid campaignId, long line, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {TimelineRow.Columns} FROM {LedgerSchema.Timeline}
            WHERE set_id = {RowSet.OfTimeline} AND line <= $2
            AND (minute, block) <= (date_trunc('minute', (SELECT timestamp FROM {LedgerSchema.Events} WHERE stream_id = $1 AND version = $2), 'UTC'), $3)
            ORDER BY minute DESC, block DESC LIMIT 1
            """, connection)
        {
            Parameters = { new() { Value = campaignId }, new() { Value = line }, new() { Value = TimelineRow.BlockOf(line) } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? TimelineRow.Read(reader) : null;
    }

    private static async Task<TimelineRow?> ReadRowAsync(
        NpgsqlConnection connection, Guid campaignId, DateTimeOffset? moment, CancellationToken cancellation)
    {
        var until = moment is null ? "" : "AND minute <= $2 AND at <= $3";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {TimelineRow.Columns} FROM {LedgerSchema.Timeline}
            WHERE set_id = {RowSet.OfTimeline} {until} ORDER BY minute DESC, block DESC LIMIT 1
            """, connection);
        command.Parameters.Add(new() { Value = campaignId });
        if (moment is { } at)
        {
            command.Parameters.Add(new() { Value = TimelineRow.MinuteOf(at) });
            command.Parameters.Add(new() { Value = at });
        }
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? TimelineRow.Read(reader) : null;
    }
}
