using System.Runtime.InteropServices;
using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tallies;
using Npgsql;

namespace CampaignEvents.Api.Tallies;

/// <summary>A key's running count at the end of a minute or block in which it changed.</summary>
internal readonly record struct TallyRow(Dimension Dimension, string Key, DateTimeOffset Minute, int Block, long Count);

/// <summary>The tallies' rows from a ledger. Holds a sum for each key, and those that changed in the minute at hand.</summary>
internal sealed class TallyFold : RowFold<TallyRow>
{
    private readonly Dictionary<(Dimension, string), long> _counts = [];
    private readonly HashSet<(Dimension, string)> _changed = [];
    private DateTimeOffset _minute;
    private int _block;

    public override string Model => RowSet.Tallies;

    public override string Table => LedgerSchema.Tallies;

    public override string Columns => "dimension, key, minute, block, count";

    public override void Add(Line line, Campaign after)
    {
        var changes = TallyChange.Of(line.Event);
        if (changes.IsEmpty)
            return;
        var (minute, block) = (TimelineRow.MinuteOf(line.At), TimelineRow.BlockOf(line.Number));
        if (minute != _minute || block != _block)
            Close();
        (_minute, _block) = (minute, block);
        foreach (var (dimension, key, change) in changes)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, (dimension, key), out _) += change;
            _changed.Add((dimension, key));
        }
    }

    protected override void Close()
    {
        foreach (var key in _changed)
            Finish(new(key.Item1, key.Item2, _minute, _block, _counts[key]));
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
}
