using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Campaigns;
using Marten;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Keeps the timeline. Every row is a whole progress, so writing it again changes nothing.</summary>
internal sealed class TimelineProjection : ILedgerProjection
{
    public void Apply(LedgerBatch batch, IDocumentOperations operations)
    {
        var rows = Rows(batch);
        operations.QueueSqlCommand(
            $"""
            {RowSet.IntoTimeline}
            INSERT INTO {LedgerSchema.Timeline} (set_id, {TimelineRow.Columns})
            SELECT target.id, u.* FROM target, unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) u
            ON CONFLICT (set_id, minute, block) DO UPDATE SET counted = excluded.counted, pending = excluded.pending,
                withdrawn = excluded.withdrawn, invalidated = excluded.invalidated, external = excluded.external,
                goal = excluded.goal, closed = excluded.closed, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
                last_signed_at = excluded.last_signed_at, line = excluded.line, at = excluded.at
            """,
            batch.CampaignId,
            Column(rows, r => r.Minute),
            Column(rows, r => r.Block),
            Column(rows, r => r.Progress.Counted),
            Column(rows, r => r.Progress.Pending),
            Column(rows, r => r.Progress.Withdrawn),
            Column(rows, r => r.Progress.Invalidated),
            Column(rows, r => r.Progress.External),
            Column(rows, r => r.Progress.Goal),
            Column(rows, r => r.Progress.Closed),
            Column(rows, r => r.Progress.OpensAt),
            Column(rows, r => r.Progress.ClosesAt),
            Column(rows, r => r.Progress.LastSignedAt),
            Column(rows, r => r.Progress.Line),
            Column(rows, r => r.Progress.At));
    }

    /// <summary>The last progress of every minute and block that the batch touches, in order.</summary>
    public static IReadOnlyList<TimelineRow> Rows(LedgerBatch batch)
    {
        var rows = new List<TimelineRow>();
        var progress = batch.Before;
        foreach (var line in batch.Lines)
        {
            progress = Progress.Evolve(progress, line);
            var row = TimelineRow.After(line, progress);
            if (rows.Count > 0 && rows[^1].Minute == row.Minute && rows[^1].Block == row.Block)
                rows[^1] = row;
            else
                rows.Add(row);
        }
        return rows;
    }

    private static T[] Column<T>(IReadOnlyList<TimelineRow> rows, Func<TimelineRow, T> value) => [.. rows.Select(value)];
}
