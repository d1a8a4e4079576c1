using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Tallies;
using Marten;

namespace CampaignEvents.Api.Tallies;

/// <summary>
/// Keeps the tallies: for every key, the running count at the end of each minute and block in which it changed. Adding to
/// the last row is safe, and loses nothing, only because the campaign's lock is held.
/// </summary>
internal sealed class TallyProjection : ILedgerProjection
{
    public void Apply(LedgerBatch batch, IDocumentOperations operations)
    {
        var changes = Changes(batch);
        if (changes.Count == 0)
            return;
        operations.QueueSqlCommand(
            $"""
            {RowSet.IntoTallies}
            INSERT INTO {LedgerSchema.Tallies} (set_id, dimension, key, minute, block, count)
            SELECT c.set_id, c.dimension, c.key, c.minute, c.block,
                coalesce(last.count, 0) + sum(c.change) OVER (PARTITION BY c.dimension, c.key ORDER BY c.minute, c.block)
            FROM (SELECT target.id AS set_id, u.* FROM target, unnest(?, ?, ?, ?, ?) AS u (dimension, key, minute, block, change)) c
            LEFT JOIN LATERAL (
                SELECT t.count FROM {LedgerSchema.Tallies} t
                WHERE t.set_id = c.set_id AND t.dimension = c.dimension AND t.key = c.key
                ORDER BY t.minute DESC, t.block DESC LIMIT 1) last ON true
            ON CONFLICT (set_id, dimension, key, minute, block) DO UPDATE SET count = excluded.count
            """,
            batch.CampaignId,
            changes.Select(c => (short)c.Dimension).ToArray(),
            changes.Select(c => Encoding.UTF8.GetBytes(c.Key)).ToArray(),
            changes.Select(c => c.Minute).ToArray(),
            changes.Select(c => c.Block).ToArray(),
            changes.Select(c => c.Change).ToArray());
    }

    private static List<(Dimension Dimension, string Key, DateTimeOffset Minute, int Block, long Change)> Changes(LedgerBatch batch)
    {
        var sums = new Dictionary<(Dimension, string, DateTimeOffset, int), long>();
        foreach (var line in batch.Lines)
        {
            foreach (var (dimension, key, change) in TallyChange.Of(line.Event))
            {
                var at = (dimension, key, TimelineRow.MinuteOf(line.At), TimelineRow.BlockOf(line.Number));
                sums[at] = sums.GetValueOrDefault(at) + change;
            }
        }
        return [.. sums.Select(s => (s.Key.Item1, s.Key.Item2, s.Key.Item3, s.Key.Item4, s.Value))];
    }
}
