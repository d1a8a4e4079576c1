using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

/// <summary>
/// Read model: progress at the end of a minute that has lines. A minute with very many is told apart into blocks of
/// <see cref="BlockLength"/> lines, so that no moment is ever more than a block of lines away from a row.
/// </summary>
internal sealed record TimelineRow(DateTimeOffset Minute, int Block, Progress Progress)
{
    public const int BlockLength = 2_048;

    public const string Columns =
        "minute, block, counted, pending, withdrawn, invalidated, external, goal, closed, opens_at, closes_at, last_signed_at, line, at";

    public static DateTimeOffset MinuteOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    public static int BlockOf(long line) => (int)((line - 1) / BlockLength);

    public static TimelineRow After(Line line, Progress progress) => new(MinuteOf(line.At), BlockOf(line.Number), progress);

    public static TimelineRow Read(NpgsqlDataReader reader) => new(
        Moment(reader, 0)!.Value,
        reader.GetInt32(1),
        new(reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7),
            reader.GetBoolean(8), Moment(reader, 9), Moment(reader, 10), Moment(reader, 11), reader.GetInt64(12), Moment(reader, 13)!.Value));

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
