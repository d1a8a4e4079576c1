using System.Runtime.InteropServices;
using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Tallies;
using Npgsql;

namespace CampaignEvents.Api.Tallies;

/// <summary>A key's running count at the end of a minute or block in which it changed.</summary>
internal readonly record struct TallyRow(Dimension Dimension, string Key, DateTimeOffset Minute, int Block, long Count);

/// <summary>The tallies' rows from a ledger. Holds a sum for each key, and those that changed in the minute at hand.</summary>
internal sealed class TallyFold : RowFold<TallyRow>
{
    // By dimension, then by key.
    private readonly Dictionary<string, Sum>[] _sums =
        [.. Enumerable.Range(0, 1 + (int)Enum.GetValues<Dimension>().Max()).Select(_ => new Dictionary<string, Sum>(StringComparer.Ordinal))];

    private readonly List<Sum> _changed = [];
    private DateTimeOffset _minute;
    private int _block;

    public override string Model => RowSet.Tallies;

    public override string Table => LedgerSchema.Tallies;

    public override string Columns => "dimension, key, minute, block, count";

    public override void Add(FoldedLine folded)
    {
        var line = folded.Line;
        if (folded.Changes.IsEmpty)
            return;
        var (minute, block) = (TimelineRow.MinuteOf(line.At), TimelineRow.BlockOf(line.Number));
        if (minute != _minute || block != _block)
            Close();
        (_minute, _block) = (minute, block);
        foreach (var (dimension, key, change) in folded.Changes)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums[(int)dimension], key, out _);
            sum ??= new(dimension, key);
            sum.Count += change;
            if (!sum.Changed)
                _changed.Add(sum);
            sum.Changed = true;
        }
    }

    protected override void Close()
    {
        foreach (var sum in _changed)
        {
            Finish(new(sum.Dimension, sum.Key, _minute, _block, sum.Count));
            sum.Changed = false;
        }
        _changed.Clear();
    }

    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, TallyRow row)
    {
        await copy.WriteAsync((short)row.Dimension);
        await copy.WriteAsync(Encoding.UTF8.GetBytes(row.Key));
        await copy.WriteAsync(row.Minute);
        await copy.WriteAsync(row.Block);
        await copy.WriteAsync(row.Count);
    }

    private sealed class Sum(Dimension dimension, string key)
    {
        public Dimension Dimension => dimension;

        public string Key => key;

        public long Count { get; set; }

        public bool Changed { get; set; }
    }
}
