using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Scenarios;
using CampaignEvents.Domain.Tallies;
using Npgsql;
using NpgsqlTypes;

namespace CampaignEvents.Api.Scenarios;

/// <summary>
/// The rows of a scenario's read models, as the projections would have kept them: made line by line, held until they are
/// written. A minute and block is final once the next line lies in another.
/// </summary>
internal sealed class ScenarioRows(Guid setId)
{
    private const int WorthWriting = 10_000;

    private readonly List<TimelineRow> _timeline = [];
    private readonly List<(Tally Of, DateTimeOffset Minute, int Block, long Count)> _tallies = [];
    private readonly List<MilestoneRow> _milestones = [];

    private readonly Dictionary<(Dimension, string), Tally> _counts = [];
    private readonly List<Tally> _changed = [];
    private TimelineRow? _open;

    public bool AreWorthWriting => _timeline.Count + _tallies.Count + _milestones.Count > WorthWriting;

    public void Add(ReadOnlySpan<ScenarioLine> lines)
    {
        foreach (var (line, progress) in lines)
        {
            var row = TimelineRow.After(line, progress);
            if (_open is not null && (_open.Minute != row.Minute || _open.Block != row.Block))
                Close(_open);
            _open = row;
            foreach (var (dimension, key, change) in TallyChange.Of(line.Event))
                Count(dimension, key, change);
            if (MilestoneRow.Of(line) is { } milestone)
                _milestones.Add(milestone);
        }
    }

    /// <summary>There are no more lines.</summary>
    public void Complete()
    {
        if (_open is not null)
            Close(_open);
        _open = null;
    }

    /// <summary>Writes the rows that are final, each table in one short statement.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await CopyAsync(connection, $"{LedgerSchema.Timeline} (set_id, {TimelineRow.Columns})", _timeline, WriteAsync, cancellation);
        await CopyAsync(connection, $"{LedgerSchema.Tallies} (set_id, dimension, key, minute, block, count)", _tallies, WriteAsync, cancellation);
        await CopyAsync(connection, $"{LedgerSchema.MilestoneChanges} (set_id, {MilestoneRow.Columns})", _milestones, WriteAsync, cancellation);
    }

    private void Count(Dimension dimension, string key, long change)
    {
        if (!_counts.TryGetValue((dimension, key), out var tally))
            _counts[(dimension, key)] = tally = new(dimension, Encoding.UTF8.GetBytes(key));
        tally.Count += change;
        if (!tally.Changed)
            _changed.Add(tally);
        tally.Changed = true;
    }

    private void Close(TimelineRow row)
    {
        _timeline.Add(row);
        foreach (var tally in _changed)
        {
            _tallies.Add((tally, row.Minute, row.Block, tally.Count));
            tally.Changed = false;
        }
        _changed.Clear();
    }

    private async Task CopyAsync<T>(
        NpgsqlConnection connection, string target, List<T> rows, Func<NpgsqlBinaryImporter, T, Task> write, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {target} FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(setId, NpgsqlDbType.Uuid, cancellation);
            await write(copy, row);
        }
        await copy.CompleteAsync(cancellation);
        rows.Clear();
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, TimelineRow row)
    {
        var p = row.Progress;
        await copy.WriteAsync(row.Minute, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(row.Block, NpgsqlDbType.Integer);
        foreach (var sum in (long[])[p.Counted, p.Pending, p.Withdrawn, p.Invalidated, p.External, p.Goal])
            await copy.WriteAsync(sum, NpgsqlDbType.Bigint);
        await copy.WriteAsync(p.Closed, NpgsqlDbType.Boolean);
        foreach (var moment in (DateTimeOffset?[])[p.OpensAt, p.ClosesAt, p.LastSignedAt])
            await WriteAsync(copy, moment, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(p.Line, NpgsqlDbType.Bigint);
        await copy.WriteAsync(p.At, NpgsqlDbType.TimestampTz);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, (Tally Of, DateTimeOffset Minute, int Block, long Count) row)
    {
        await copy.WriteAsync((short)row.Of.Dimension, NpgsqlDbType.Smallint);
        await copy.WriteAsync(row.Of.Key, NpgsqlDbType.Bytea);
        await copy.WriteAsync(row.Minute, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(row.Block, NpgsqlDbType.Integer);
        await copy.WriteAsync(row.Count, NpgsqlDbType.Bigint);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, MilestoneRow row)
    {
        await copy.WriteAsync(row.Line, NpgsqlDbType.Bigint);
        await copy.WriteAsync(row.Threshold, NpgsqlDbType.Bigint);
        await copy.WriteAsync((short)row.Change, NpgsqlDbType.Smallint);
        await copy.WriteAsync(row.At, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(row.Count, NpgsqlDbType.Bigint);
        await copy.WriteAsync(row.ByLine, NpgsqlDbType.Bigint);
        await WriteAsync(copy, row.SignatureId, NpgsqlDbType.Uuid);
        await (row.Source is null ? copy.WriteNullAsync() : copy.WriteAsync(row.Source, NpgsqlDbType.Varchar));
    }

    private static Task WriteAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct => value is { } present ? copy.WriteAsync(present, type) : copy.WriteNullAsync();

    private sealed class Tally(Dimension dimension, byte[] key)
    {
        public Dimension Dimension => dimension;

        public byte[] Key => key;

        public long Count { get; set; }

        /// <summary>In the minute and block that is not final yet.</summary>
        public bool Changed { get; set; }
    }
}
