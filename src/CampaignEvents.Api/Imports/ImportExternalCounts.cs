using System.CommandLine;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Domain;
using CampaignEvents.Domain.ExternalCounts;
using Marten;
using Command = System.CommandLine.Command;

namespace CampaignEvents.Api.Imports;

/// <summary><c>import external-counts</c>: readings of a count kept elsewhere, in history's order and with history's times.</summary>
internal static class ImportExternalCounts
{
    public static Command Create()
    {
        var options = new ImportOptions();
        var source = new Option<string>("--source") { Description = "Who counted.", Required = true };
        var command = options.AddTo(new Command(
            "external-counts", "Import readings (timestamp,count) of a count kept elsewhere. A reading older than the ledger's last line is not taken."));
        command.Add(source);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(source)!.Trim();
            if (Text.Check("source", name, 80, required: true).FirstOrDefault() is { } problem)
            {
                await Console.Error.WriteLineAsync($"--source {problem.Message}");
                return 1;
            }
            await using var session = await CommandSession.OpenAsync(cancellation);
            if (await options.FindCampaignAsync(session, parsed, cancellation) is not { } campaign)
                return 1;
            using var rejects = options.OpenRejects(parsed);
            var report = await RunAsync(session.Services, campaign.Id, parsed.GetValue(options.File)!, name, rejects, cancellation);
            return report.Print(rejects, stopped: cancellation.IsCancellationRequested);
        });
        return command;
    }

    public static async Task<ImportReport> RunAsync(
        IServiceProvider services, Guid campaignId, FileInfo file, string source, RejectsFile rejects, CancellationToken cancellation)
    {
        var report = new ImportReport();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = await KnownReadings.LoadAsync(services.GetRequiredService<IDocumentStore>(), campaignId, source, cancellation);
        await ProgressBar.RunAsync($"Importing {file.Name}", file.Length, async done =>
        {
            await using var stream = file.OpenRead();
            using var text = new StreamReader(stream);
            await services.GetRequiredService<BulkWriter>().WriteAsync(campaignId, Commands(), Answered, cancellation);

            IEnumerable<(Domain.Command, Reading)> Commands()
            {
                foreach (var reading in ExternalCountFile.Read(text))
                {
                    done(stream.Position);
                    var problem = reading.Problem ?? (reading.At > now ? "timestamp lies in the future" : null);
                    if (problem is not null)
                        rejects.Add(reading.Line, problem);
                    else if (known.Has(reading.At, reading.Count))
                        report.AlreadyThere++;
                    else
                        yield return (new RecordExternalCount(source, reading.Count, null, null, InHistory: true, reading.At), reading);
                }
            }
        });
        return report;

        void Answered(Outcome outcome, Reading reading)
        {
            if (outcome.Rejection is { } rejection)
                rejects.Add(reading.Line, rejection.Code);
            else if (outcome.Lines.IsEmpty)
                report.AlreadyThere++;
            else
                report.Recorded++;
        }
    }
}
