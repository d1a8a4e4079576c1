using System.Globalization;
using System.Text;
using CsvHelper;

namespace CampaignEvents.Api.Exports;

/// <summary>RFC 4180 in UTF-8: a header, then a row for each line, its cells in the columns of <see cref="HistoryColumns"/>.</summary>
internal sealed class CsvHistoryWriter : IHistoryWriter
{
    private readonly ExportStream _output;
    private readonly IReadOnlyList<HistoryColumn> _columns;
    private readonly CsvWriter _csv;

    public CsvHistoryWriter(ExportStream output, IReadOnlyList<HistoryColumn> columns)
    {
        (_output, _columns) = (output, columns);
        _csv = new(new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)), CultureInfo.InvariantCulture);
        foreach (var column in columns)
            _csv.WriteField(column.Name);
        _csv.NextRecord();
    }

    public async Task WriteAsync(IReadOnlyList<ExportedLine> lines)
    {
        foreach (var line in lines)
        {
            var row = HistoryRow.Of(line);
            foreach (var column in _columns)
                _csv.WriteField(column.Cell(row));
            // Not NextRecordAsync: the stream below waits for nothing, and is emptied here.
            _csv.NextRecord();
            await _output.SendIfEnoughAsync();
        }
        _csv.Flush();
    }

    public Task EndAsync()
    {
        _csv.Flush();
        return Task.CompletedTask;
    }

    public void Dispose() => _csv.Dispose();
}
