using System.Globalization;
using System.IO.Pipelines;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Exports;

namespace CampaignEvents.Api.Exports;

/// <summary>Writes a ledger's lines out, page by page: no more than a few pages are in memory, and no connection waits for the receiver.</summary>
internal sealed partial class HistoryExport(LedgerReader ledger, PersonUnsealer unsealer, ILogger<HistoryExport> logger)
{
    /// <param name="plan">What is exported. If it unseals, that is on record already.</param>
    /// <param name="to">Where to.</param>
    /// <param name="done">Called with the number of lines done.</param>
    /// <param name="cancellation">Ends the export before its end.</param>
    /// <returns>How many persons could not be unsealed although they have a key.</returns>
    public async Task<long> WriteAsync(ExportPlan plan, PipeWriter to, Action<long> done, CancellationToken cancellation)
    {
        await using var output = new ExportStream(to, cancellation);
        using var writer = await CreateAsync(plan, output, cancellation);
        var (last, unreadable) = (plan.After, 0L);
        await foreach (var page in ledger.PagesAsync(plan.Campaign.Id, new(plan.After, plan.Last), cancellation, persons: plan.Unseals))
        {
            var lines = plan.Unseals
                ? await unsealer.UnsealAsync(plan.Campaign.Id, page, cancellation)
                : [.. page.Select(line => new ExportedLine(line, null))];
            await writer.WriteAsync(lines);
            last = page[^1].Number;
            unreadable += Report(plan, lines);
            done(last - plan.After);
        }
        // Better no end than one that says that all is there.
        if (last != plan.Last)
            throw new InvalidDataException($"The ledger of '{plan.Campaign.Slug}' ends at line {last} instead of {plan.Last}.");
        await writer.EndAsync();
        await output.SendAsync();
        return unreadable;
    }

    internal static async Task<IHistoryWriter> CreateAsync(ExportPlan plan, ExportStream output, CancellationToken cancellation)
    {
        var columns = HistoryColumns.Of(plan.Unseals);
        return plan.Format switch
        {
            ExportFormat.Csv => new CsvHistoryWriter(output, columns),
            ExportFormat.Jsonl => new JsonlHistoryWriter(output, plan.Unseals),
            _ => await ParquetHistoryWriter.CreateAsync(output, columns, About(plan), cancellation),
        };
    }

    private static Dictionary<string, string> About(ExportPlan plan) => new()
    {
        ["campaign"] = plan.Campaign.Slug,
        ["firstLine"] = (plan.After + 1).ToString(CultureInfo.InvariantCulture),
        ["lastLine"] = plan.Last.ToString(CultureInfo.InvariantCulture),
    };

    private int Report(ExportPlan plan, IReadOnlyList<ExportedLine> lines)
    {
        var unreadable = lines.Where(l => l.Person?.Problem is not null).Select(l => l.Line.Number).ToArray();
        if (unreadable.Length > 0)
            LogUnreadable(plan.Campaign.Id, unreadable.Length, unreadable[0], plan.Unsealing);
        return unreadable.Length;
    }

    [LoggerMessage(1501, LogLevel.Warning, "Campaign {CampaignId}: {Persons} persons, the first at line {Line}, have a key and could not be unsealed (export {ExportId})")]
    private partial void LogUnreadable(Guid campaignId, int persons, long line, Guid? exportId);
}
