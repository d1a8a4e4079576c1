using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Exports;
using CsvHelper;
using Parquet;
using Parquet.Schema;

namespace CampaignEvents.Api.Tests.Exports;

/// <summary>Writes lines in a format, and reads files back: a row for each line, its values as text by column.</summary>
internal static class ExportReading
{
    /// <summary>What the writer of a format makes of lines.</summary>
    public static async Task<byte[]> WriteAsync(ExportFormat format, IReadOnlyList<ExportedLine> lines, bool persons = false)
    {
        var plan = new ExportPlan(
            new CampaignEntry(CampaignId.Of("pond"), "pond", Confirmation.None), format, 0, lines.Count, persons ? Guid.Empty : null);
        using var memory = new MemoryStream();
        var pipe = PipeWriter.Create(memory, new(leaveOpen: true));
        await using (var output = new ExportStream(pipe, CancellationToken.None))
        using (var writer = await HistoryExport.CreateAsync(plan, output, CancellationToken.None))
        {
            foreach (var page in lines.Chunk(4_096))
                await writer.WriteAsync(page);
            await writer.EndAsync();
            await output.SendAsync();
        }
        await pipe.CompleteAsync();
        return memory.ToArray();
    }

    public static List<Dictionary<string, string>> Csv(byte[] file)
    {
        using var csv = new CsvParser(new StringReader(Encoding.UTF8.GetString(file)), CultureInfo.InvariantCulture);
        csv.Read().ShouldBeTrue();
        var header = csv.Record!;
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(header.Zip(csv.Record!).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second));
        return rows;
    }

    public static async Task<List<Dictionary<string, string>>> ParquetAsync(byte[] file)
    {
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        var rows = new List<Dictionary<string, string>>();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var open = reader.OpenRowGroupReader(group);
            var columns = new List<(string, string?[])>();
            foreach (var field in reader.Schema.DataFields)
                columns.Add((field.Name, await TextsAsync(open, field)));
            for (var row = 0; row < open.RowCount; row++)
                rows.Add(columns.Where(c => c.Item2[row] is not null).ToDictionary(c => c.Item1, c => c.Item2[row]!));
        }
        return rows;
    }

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field)
    {
        if (field.ClrType == typeof(long))
            return await ValuesAsync<long>(group, field, n => n.ToString(CultureInfo.InvariantCulture));
        if (field.ClrType == typeof(DateTime))
            return await ValuesAsync<DateTime>(group, field, at => UtcConverter.Text(new(DateTime.SpecifyKind(at, DateTimeKind.Utc))));
        if (field.ClrType == typeof(bool))
            return await ValuesAsync<bool>(group, field, flag => flag ? "true" : "false");
        var texts = new string?[group.RowCount];
        await group.ReadAsync(field, texts.AsMemory());
        return texts;
    }

    private static async Task<string?[]> ValuesAsync<T>(ParquetRowGroupReader group, DataField field, Func<T, string> text) where T : struct
    {
        if (!field.IsNullable)
        {
            var all = new T[group.RowCount];
            await group.ReadAsync(field, all.AsMemory());
            return Array.ConvertAll(all, v => text(v));
        }
        var some = new T?[group.RowCount];
        await group.ReadAsync(field, some.AsMemory());
        return Array.ConvertAll(some, v => v is { } value ? text(value) : null);
    }
}
