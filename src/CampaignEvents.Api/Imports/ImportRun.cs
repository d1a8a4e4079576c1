using CampaignEvents.Api.Hosting;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Imports;

/// <summary>What one line of a file comes to.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Command">What to ask of the ledger; null when there is nothing to ask.</param>
/// <param name="Problem">Why the line is not taken; null with no command: it is in the ledger already.</param>
internal sealed record ImportLine(long Line, Command? Command, string? Problem);

/// <summary>Takes a file into a campaign's ledger, line by line and in order, and keeps account.</summary>
internal static class ImportRun
{
    /// <param name="services">The application's.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="file">The file.</param>
    /// <param name="read">Makes lines of it, as they are taken.</param>
    /// <param name="rejects">Gets the lines that are not taken.</param>
    /// <param name="cancellation">Takes no more lines; the account of those taken is still given.</param>
    /// <param name="output">Where progress is told; null: to people.</param>
    public static async Task<ImportReport> RunAsync(
        IServiceProvider services, Guid campaignId, FileInfo file, Func<TextReader, IEnumerable<ImportLine>> read, RejectsFile rejects,
        CancellationToken cancellation, CommandOutput? output = null)
    {
        var report = new ImportReport();
        await CommandProgress.RunAsync($"Importing {file.Name}", Kilobytes(file.Length), async done =>
        {
            await using var stream = file.OpenRead();
            using var text = new StreamReader(stream);
            await services.GetRequiredService<BulkWriter>().WriteAsync(campaignId, Commands(), Answered, cancellation);

            IEnumerable<(Command, long)> Commands()
            {
                foreach (var (line, command, problem) in read(text))
                {
                    done(Kilobytes(stream.Position));
                    if (command is not null)
                        yield return (command, line);
                    else if (problem is not null)
                        rejects.Add(line, problem);
                    else
                        report.AlreadyThere++;
                }
            }
        }, output, unit: "kB");
        return report;

        static long Kilobytes(long bytes) => (bytes + 999) / 1_000;

        void Answered(Outcome outcome, long line)
        {
            if (outcome.Rejection is { } rejection)
                rejects.Add(line, rejection.Code);
            else if (outcome.Lines.IsEmpty)
                report.AlreadyThere++;
            else
                report.Recorded++;
        }
    }
}
