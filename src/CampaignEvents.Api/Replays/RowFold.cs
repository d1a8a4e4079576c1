using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// One read model's rows as they follow from a ledger, line by line, and the way to write many of them at once. What the
/// live projections reach by adding to rows, this reaches by sums of its own; both must come to the same bytes.
/// </summary>
internal abstract class RowFold
{
    /// <summary>The read model's name, as <c>row_sets</c> and the commands call it.</summary>
    public abstract string Model { get; }

    public abstract string Table { get; }

    /// <summary>The table's columns behind <c>set_id</c>, as they are written.</summary>
    public abstract string Columns { get; }

    /// <summary>Takes the next line.</summary>
    public abstract void Add(FoldedLine folded);

    /// <summary>Writes the rows that no further line changes, and forgets them.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="table">The read model's table or one like it.</param>
    /// <param name="setId">The set they belong to.</param>
    /// <param name="last">True: no further line will come, so nothing is held back.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public abstract Task WriteAsync(NpgsqlConnection connection, string table, Guid setId, bool last, CancellationToken cancellation);
}

/// <inheritdoc/>
internal abstract class RowFold<TRow> : RowFold
{
    private readonly List<TRow> _rows = [];

    public sealed override async Task WriteAsync(
        NpgsqlConnection connection, string table, Guid setId, bool last, CancellationToken cancellation)
    {
        if (last)
            Close();
        if (_rows.Count == 0)
            return;
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} (set_id, {Columns}) FROM STDIN (FORMAT binary)", cancellation);
        foreach (var row in _rows)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(setId, cancellation);
            await WriteAsync(copy, row);
        }
        await copy.CompleteAsync(cancellation);
        _rows.Clear();
    }

    /// <summary>Takes a row that no further line changes.</summary>
    protected void Finish(TRow row) => _rows.Add(row);

    /// <summary>Finishes what was held back.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Writes a row's columns, in order.</summary>
    protected abstract Task WriteAsync(NpgsqlBinaryImporter copy, TRow row);
}
