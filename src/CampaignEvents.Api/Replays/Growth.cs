using CampaignEvents.Domain;

namespace CampaignEvents.Api.Replays;

/// <summary>How the count grew over a stretch of time, in columns of equal width; however long the ledger, no larger.</summary>
/// <param name="from">Where the first column begins; the moment itself belongs to it.</param>
/// <param name="to">Where the last one ends.</param>
/// <param name="columns">How many.</param>
internal sealed class Growth(DateTimeOffset from, DateTimeOffset to, int columns)
{
    private readonly long[] _changes = new long[columns];

    /// <summary>By how much the count moved, for each column.</summary>
    public IReadOnlyList<long> Changes => _changes;

    public void Add(int column, long change) => _changes[column] += change;

    /// <summary>The last moment of a column.</summary>
    public DateTimeOffset EndOf(int column) =>
        LedgerTime.Truncate(from.AddTicks((long)((Int128)(to - from).Ticks * (column + 1) / columns)));

    /// <summary>The column a moment is in; what lies outside belongs to the first or the last.</summary>
    public int ColumnOf(DateTimeOffset at)
    {
        if (at <= from || to <= from)
            return 0;
        var column = (int)Int128.Min((Int128)(at - from).Ticks * columns / (to - from).Ticks, columns - 1);
        // A moment at a column's end belongs to it, and ends are cut to whole microseconds.
        while (column > 0 && at <= EndOf(column - 1))
            column--;
        while (column < columns - 1 && at > EndOf(column))
            column++;
        return column;
    }
}
