using Parquet;
using Parquet.Schema;

namespace CampaignEvents.Api.Exports;

/// <summary>Apache Parquet: the columns of CSV with their types, in row groups of bounded size, each written as soon as it is full.</summary>
internal sealed class ParquetHistoryWriter : IHistoryWriter
{
    /// <summary>The most lines of a row group.</summary>
    public const int GroupLength = 65_536;

    /// <summary>A row group that holds this many bytes is full, however few lines it has.</summary>
    public const int GroupSize = 32 * 1024 * 1024;

    private readonly ParquetWriter _writer;
    private readonly ParquetColumn[] _columns;
    private readonly CancellationToken _cancellation;
    private int _rows;

    private ParquetHistoryWriter(ParquetWriter writer, ParquetColumn[] columns, CancellationToken cancellation) =>
        (_writer, _columns, _cancellation) = (writer, columns, cancellation);

    public static async Task<ParquetHistoryWriter> CreateAsync(
        ExportStream output, IReadOnlyList<HistoryColumn> columns, IReadOnlyDictionary<string, string> about, CancellationToken cancellation)
    {
        ParquetColumn[] all = [.. columns.Select(ParquetColumns.Of)];
        // A field counts only as part of a schema, the one that is handed over as well as the one that is declared.
        _ = new ParquetSchema(all.Select(c => c.Stored));
        var options = new ParquetOptions();
        foreach (var code in columns.OfType<CodeColumn>())
            options.ColumnEncodingHints[code.Name] = EncodingHint.Dictionary;
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(all.Select(c => c.Declared)), output, options, cancellationToken: cancellation);
        writer.CustomMetadata = about;
        return new(writer, all, cancellation);
    }

    public async Task WriteAsync(IReadOnlyList<ExportedLine> lines)
    {
        foreach (var line in lines)
        {
            var row = HistoryRow.Of(line);
            foreach (var column in _columns)
                column.Add(row);
            _rows++;
            if (_rows == GroupLength || _columns.Sum(c => c.Held) >= GroupSize)
                await WriteGroupAsync();
        }
    }

    public async Task EndAsync()
    {
        if (_rows > 0)
            await WriteGroupAsync();
        await _writer.DisposeAsync();
    }

    // Parquet.Net's writer writes the footer when it is disposed of, which would make a file of a part.
    public void Dispose()
    {
    }

    private async Task WriteGroupAsync()
    {
        using var group = _writer.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group, _cancellation);
        group.CompleteValidate();
        _rows = 0;
    }
}
