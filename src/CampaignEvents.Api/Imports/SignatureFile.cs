using System.Globalization;
using CampaignEvents.Api.Signatures;
using CsvHelper;
using CsvHelper.Configuration;

namespace CampaignEvents.Api.Imports;

/// <summary>One line of a file of signatures.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Input">What it says.</param>
/// <param name="SignedAt">When it was signed; null where the file does not say.</param>
/// <param name="Problem">Why it cannot be taken; null when it can.</param>
internal sealed record SignatureLine(long Line, SignatureInput? Input, DateTimeOffset? SignedAt, string? Problem)
{
    public override string ToString() => nameof(SignatureLine);
}

/// <summary>Reads CSV with a header and named columns.</summary>
internal sealed class SignatureFile : IDisposable
{
    /// <summary>What a column can be. Name and e-mail must be there.</summary>
    public static readonly string[] Fields = ["name", "email", "country", "postcode", "comment", "channel", "signedAt"];

    private readonly CsvParser _csv;
    private readonly Dictionary<string, int> _columns;
    private bool _bad;

    /// <param name="text">The file.</param>
    /// <param name="map">Field to the name of its column, where that differs.</param>
    /// <exception cref="InvalidDataException">A column is missing or named twice.</exception>
    public SignatureFile(TextReader text, IReadOnlyDictionary<string, string> map)
    {
        _csv = new(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = _ => _bad = true });
        var header = _csv.Read() ? _csv.Record!.Select(h => h.Trim()).ToArray() : [];
        _columns = new(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            var wanted = map.GetValueOrDefault(field, field);
            var found = header.Index().Where(h => string.Equals(h.Item, wanted, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (found.Length > 1)
                throw new InvalidDataException($"There are {found.Length} columns '{wanted}'.");
            if (found.Length == 1)
                _columns[field] = found[0].Index;
            else if (map.ContainsKey(field) || field is "name" or "email")
                throw new InvalidDataException($"There is no column '{wanted}'. The columns are: {string.Join(", ", header)}. Name others with --map {field}=\"…\".");
        }
        Width = header.Length;
    }

    private int Width { get; }

    public IEnumerable<SignatureLine> Read()
    {
        while (true)
        {
            _bad = false;
            var line = (long)_csv.RawRow + 1;
            if (!_csv.Read())
                yield break;
            yield return Parse(line, _csv.Record!);
        }
    }

    public void Dispose() => _csv.Dispose();

    private SignatureLine Parse(long line, string[] cells)
    {
        if (_bad)
            return new(line, null, null, "has a stray quotation mark");
        if (cells.Length != Width)
            return new(line, null, null, string.Create(CultureInfo.InvariantCulture, $"has {cells.Length} columns instead of {Width}"));
        if (cells.Any(c => c.Contains('\uFFFD', StringComparison.Ordinal)))
            return new(line, null, null, "is not UTF-8");
        DateTimeOffset? signedAt = null;
        if (Cell(cells, "signedAt") is { } time)
        {
            if (!FileTime.TryParse(time, out var at))
                return new(line, null, null, "signedAt cannot be read");
            signedAt = at;
        }
        var input = new SignatureInput(
            Cell(cells, "name"), Cell(cells, "email"), Cell(cells, "country")?.ToUpperInvariant(), Cell(cells, "postcode"),
            Cell(cells, "comment"), Cell(cells, "channel")?.ToLowerInvariant(), null);
        var problems = input.Problems(countryRequired: false).Select(p => $"{p.Field} {p.Message}").ToArray();
        return new(line, input, signedAt, problems.Length == 0 ? null : string.Join("; ", problems));
    }

    private string? Cell(string[] cells, string field) =>
        _columns.TryGetValue(field, out var column) && cells[column].Trim() is { Length: > 0 } value ? value : null;
}
