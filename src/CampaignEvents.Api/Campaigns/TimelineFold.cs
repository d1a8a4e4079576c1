using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

/// <summary>The timeline's rows from a ledger: time never goes backwards, so a row is whole once a line lies beyond its minute or block.</summary>
internal sealed class TimelineFold : RowFold<TimelineRow>
{
    private (DateTimeOffset Minute, int Block) _open;
    private Progress? _progress;

    public override string Model => RowSet.Timeline;

    public override string Table => LedgerSchema.Timeline;

    public override string Columns => TimelineRow.Columns;

    public override void Add(FoldedLine folded)
    {
        var line = folded.Line;
        var at = (TimelineRow.MinuteOf(line.At), TimelineRow.BlockOf(line.Number));
        if (at != _open)
            Close();
        (_open, _progress) = (at, folded.After);
    }

    protected override void Close()
    {
        if (_progress is not null)
            Finish(new(_open.Minute, _open.Block, _progress));
        _progress = null;
    }

    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, TimelineRow row)
    {
        var p = row.Progress;
        await copy.WriteAsync(row.Minute);
        await copy.WriteAsync(row.Block);
        foreach (var sum in (long[])[p.Counted, p.Pending, p.Withdrawn, p.Invalidated, p.External, p.Goal])
            await copy.WriteAsync(sum);
        await copy.WriteAsync(p.Closed);
        await copy.WriteOptionalAsync(p.OpensAt);
        await copy.WriteOptionalAsync(p.ClosesAt);
        await copy.WriteOptionalAsync(p.LastSignedAt);
        await copy.WriteAsync(p.Line);
        await copy.WriteAsync(p.At);
    }
}
