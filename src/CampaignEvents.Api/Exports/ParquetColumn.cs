using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace CampaignEvents.Api.Exports;

/// <summary>Gathers one column of a row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>The column as the file's schema names it.</summary>
    public abstract DataField Declared { get; }

    /// <summary>The column as its values are handed over.</summary>
    public abstract DataField Stored { get; }

    /// <summary>How many bytes, roughly, are held.</summary>
    public abstract long Held { get; }

    public abstract void Add(HistoryRow row);

    /// <summary>Writes what was gathered, and begins anew.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation);
}

/// <param name="declared">Its type in the file.</param>
/// <param name="stored">The type of what is handed over: of the same name, and of the same bytes.</param>
/// <param name="of">A row's value.</param>
/// <param name="size">How many bytes, roughly, a value takes.</param>
internal sealed class ParquetColumn<T>(DataField declared, DataField stored, Func<HistoryRow, T?> of, Func<T, int> size) : ParquetColumn
    where T : struct
{
    private readonly ArrayBufferWriter<T> _values = new();
    private readonly ArrayBufferWriter<int> _levels = new();
    private long _held;

    public override DataField Declared => declared;

    public override DataField Stored => stored;

    public override long Held => _held;

    public override void Add(HistoryRow row)
    {
        // Most columns of most lines are empty: only values are held, and for each row whether it has one.
        var value = of(row);
        if (stored.IsNullable)
            Put(_levels, value is null ? 0 : 1);
        if (value is not { } there)
            return;
        Put(_values, there);
        _held += size(there);
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        ReadOnlyMemory<int>? levels = stored.IsNullable ? _levels.WrittenMemory : default(ReadOnlyMemory<int>?);
        await group.WriteAllPartsAsync(stored, _values.WrittenMemory, levels, null, cancellation);
        _values.Clear();
        _levels.ResetWrittenCount();
        _held = 0;
    }

    private static void Put<TItem>(ArrayBufferWriter<TItem> to, TItem item)
    {
        to.GetSpan(1)[0] = item;
        to.Advance(1);
    }
}
