using System.Text;
using System.Text.Json;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.History;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Tests.Snapshots;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;
using Parquet;

namespace CampaignEvents.Api.Tests.Exports;

public sealed class ExportFormatTests
{
    /// <summary>A line of every event, each at a time of its own, to the microsecond.</summary>
    private static readonly ExportedLine[] _lines =
        [.. SnapshotTests.Events.Select((e, n) => new ExportedLine(new(n + 1, Some.Morning.AddMinutes(n).AddTicks(n * 12_340), e), null))];

    [Fact]
    public void the_lines_here_are_of_every_event() =>
        _lines.Select(l => l.Line.Event.GetType()).ShouldBe(StoredEvents.Names.Keys, ignoreOrder: true);

    [Fact]
    public async Task json_lines_are_the_lines_that_the_history_answers()
    {
        var rows = Encoding.UTF8.GetString(await ExportReading.WriteAsync(ExportFormat.Jsonl, _lines)).TrimEnd('\n').Split('\n');
        rows.Select(r => JsonSerializer.Deserialize(r, ApiJson.Default.JsonElement).GetRawText())
            .ShouldBe(_lines.Select(l => JsonSerializer.Serialize(HistoryLine.Of(l.Line), ApiJson.Default.HistoryLine)));
    }

    [Fact]
    public async Task csv_has_every_value_that_the_history_shows()
    {
        var rows = ExportReading.Csv(await ExportReading.WriteAsync(ExportFormat.Csv, _lines));
        rows.Count.ShouldBe(_lines.Length);
        foreach (var (row, (line, _)) in rows.Zip(_lines))
        {
            var shown = HistoryLine.Of(line);
            (row["line"], row["at"], row["type"]).ShouldBe(($"{shown.Line}", UtcConverter.Text(shown.At), shown.Type));
            row.Where(c => c.Key is not ("line" or "at" or "type")).Select(c => c.Value).Order()
                .ShouldBe(Values(shown.Data).Select(FormulaSafe.Of).Order(), shown.Type);
        }
    }

    [Fact]
    public async Task parquet_has_the_values_of_csv_in_types_of_their_own()
    {
        var file = await ExportReading.WriteAsync(ExportFormat.Parquet, _lines);
        var csv = ExportReading.Csv(await ExportReading.WriteAsync(ExportFormat.Csv, _lines));
        foreach (var (parquet, cells) in (await ExportReading.ParquetAsync(file)).Zip(csv))
            parquet.ShouldBe(cells, ignoreOrder: true);

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        reader.CustomMetadata.ShouldBe(new Dictionary<string, string> { ["campaign"] = "pond", ["firstLine"] = "1", ["lastLine"] = $"{_lines.Length}" }, ignoreOrder: true);
        reader.Schema.DataFields.Select(f => f.Name).ShouldBe(HistoryColumns.Of(persons: false).Select(c => c.Name));
        reader.Schema.DataFields.Where(f => !f.IsNullable).Select(f => f.Name).ShouldBe(["line", "at", "type"]);
        var at = reader.Metadata!.Schema.Single(s => s.Name == "at").LogicalType!.TIMESTAMP!;
        (at.IsAdjustedToUTC, at.Unit.MICROS is not null).ShouldBe((true, true));
        reader.Metadata.Schema.Single(s => s.Name == "change").LogicalType!.INTEGER!.BitWidth.ShouldBe((sbyte)64);
    }

    // Readers skip row groups by these: a wrong one loses rows.
    [Fact]
    public async Task parquet_tells_the_least_and_greatest_time_to_the_microsecond_and_none_of_free_text()
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(await ExportReading.WriteAsync(ExportFormat.Parquet, _lines)));
        var columns = reader.Metadata!.RowGroups.ShouldHaveSingleItem().Columns.ToDictionary(c => c.MetaData!.PathInSchema.Single(), c => c.MetaData!.Statistics!);
        long Told(byte[]? bytes) => BitConverter.ToInt64(bytes!);
        long Micros(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / 10;
        (Told(columns["at"].MinValue), Told(columns["at"].MaxValue)).ShouldBe((Micros(_lines[0].Line.At), Micros(_lines[^1].Line.At)));
        (Told(columns["line"].MinValue), Told(columns["line"].MaxValue)).ShouldBe((1, _lines.Length));
        columns["change"].NullCount.ShouldBe(_lines.Length - 1);
        foreach (var text in HistoryColumns.Of(persons: false).OfType<TextColumn>())
            (columns[text.Name].MinValue, columns[text.Name].MaxValue).ShouldBe((null, null), text.Name);
        foreach (var id in HistoryColumns.Of(persons: false).OfType<IdColumn>())
            Encoding.ASCII.GetString(columns[id.Name].MaxValue!).ShouldBe(ExportReading.Csv(await ExportReading.WriteAsync(ExportFormat.Csv, _lines))
                .Select(r => r.GetValueOrDefault(id.Name, "")).Max(StringComparer.Ordinal));
    }

    [Fact]
    public async Task a_row_group_is_full_at_so_many_lines_or_so_much_text()
    {
        var many = Enumerable.Range(1, ParquetHistoryWriter.GroupLength + 10).Select(n => new ExportedLine(new(n, Some.Noon, Some.Counted(n, n)), null)).ToArray();
        (await GroupsAsync(await ExportReading.WriteAsync(ExportFormat.Parquet, many))).ShouldBe([ParquetHistoryWriter.GroupLength, 10]);

        var person = new UnsealedPerson("Ada", "ada@example.org", null, new string('x', 2_000), Erased: false, null);
        var wordy = many.Take(40_000).Select(l => l with { Person = person }).ToArray();
        var groups = await GroupsAsync(await ExportReading.WriteAsync(ExportFormat.Parquet, wordy, persons: true));
        groups.Sum().ShouldBe(40_000);
        groups.ShouldAllBe(rows => rows <= ParquetHistoryWriter.GroupSize / 2_000);
    }

    [Fact]
    public async Task an_export_of_no_lines_is_a_file_all_the_same()
    {
        (await ExportReading.WriteAsync(ExportFormat.Jsonl, [])).ShouldBeEmpty();
        ExportReading.Csv(await ExportReading.WriteAsync(ExportFormat.Csv, [])).ShouldBeEmpty();
        (await ExportReading.ParquetAsync(await ExportReading.WriteAsync(ExportFormat.Parquet, []))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20", "'+44 20")]
    [InlineData("-5", "'-5")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("=HYPERLINK(\"http://example.org\",\"x\")", "'=HYPERLINK(\"http://example.org\",\"x\")")]
    [InlineData("a=b", "a=b")]
    [InlineData("two\nlines, \"and\" quotes", "two\nlines, \"and\" quotes")]
    [InlineData("one\rtwo", "one\rtwo")]
    [InlineData(" spaced ", " spaced ")]
    [InlineData("'t Hooft 😀", "'t Hooft 😀")]
    public async Task text_that_begins_like_a_formula_is_made_harmless_wherever_it_stands(string hostile, string harmless)
    {
        var person = new UnsealedPerson(hostile, hostile, hostile, hostile, Erased: false, null);
        ExportedLine[] lines =
        [
            new(new(1, Some.Noon, new ExternalCountRecorded(hostile, 5, -5, null, null, null)), null),
            new(new(2, Some.Noon, new SignatureInvalidated(Some.Id(1), null, hostile, null, null, null)), null),
            new(new(3, Some.Noon, new PersonsUnsealed(Some.Id(1), 1, 2, ExportFormat.Csv, hostile, UnsealedBy.Command)), null),
            new(new(4, Some.Noon, Some.Counted(1, 1)), person),
        ];
        var rows = ExportReading.Csv(await ExportReading.WriteAsync(ExportFormat.Csv, lines, persons: true));
        rows.Count.ShouldBe(4);
        (rows[0]["source"], rows[0]["change"], rows[1]["reason"], rows[2]["reason"]).ShouldBe((harmless, "-5", harmless, harmless));
        foreach (var column in (string[])["name", "email", "postcode", "comment"])
            rows[3][column].ShouldBe(harmless);

        var exact = await ExportReading.ParquetAsync(await ExportReading.WriteAsync(ExportFormat.Parquet, lines, persons: true));
        (exact[0]["source"], exact[0]["change"], exact[3]["name"], exact[3]["erased"]).ShouldBe((hostile, "-5", hostile, "false"));
    }

    [Fact]
    public async Task csv_is_as_rfc_4180_says()
    {
        var text = Encoding.UTF8.GetString(await ExportReading.WriteAsync(ExportFormat.Csv, _lines[..2]));
        text.ShouldStartWith("line,at,type,signatureId,");
        text.ShouldContain("\r\n2,2020-12-08T09:01:00.001234Z,campaign_closed_v1,,");
        text.ShouldEndWith(",\r\n");
        text.ReplaceLineEndings("\n").Split('\n').Length.ShouldBe(4);
    }

    private static async Task<long[]> GroupsAsync(byte[] file)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        return [.. reader.Metadata!.RowGroups.Select(g => g.NumRows)];
    }

    // The terms are one object in JSON and columns here; lists and maps are one value.
    private static IEnumerable<string> Values(JsonElement data) => data.EnumerateObject().SelectMany(p => p.Name == "terms" ? Values(p.Value) : [Text(p.Value)]);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
