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
        var command = new Command(
            "external-counts", "Import readings (timestamp,count) of a count kept elsewhere. A reading older than the ledger's last line is not taken.")
        { source };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetValue(source)!.Trim();
            if (Text.Check("source", name, 80, required: true).FirstOrDefault() is { } problem)
            {
                await Console.Error.WriteLineAsync($"--source {problem.Message}");
                return 1;
            }
            return await options.RunAsync(
                parsed, (services, id, file, rejects, output) => RunAsync(services, id, file, name, rejects, cancellation, output), cancellation);
        });
        return command;
    }

    public static async Task<ImportReport> RunAsync(
        IServiceProvider services, Guid campaignId, FileInfo file, string source, RejectsFile rejects, CancellationToken cancellation,
        CommandOutput? output = null)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = await KnownReadings.LoadAsync(services.GetRequiredService<IDocumentStore>(), campaignId, source, cancellation);
        return await ImportRun.RunAsync(services, campaignId, file, text => ExternalCountFile.Read(text).Select(Line), rejects, cancellation, output);

        ImportLine Line(Reading reading) => (reading.Problem ?? (reading.At > now ? "timestamp lies in the future" : null)) switch
        {
            { } problem => new(reading.Line, null, problem),
            null when known.Has(reading.At, reading.Count) => new(reading.Line, null, null),
            null => new(reading.Line, new RecordExternalCount(source, reading.Count, null, null, InHistory: true, reading.At), null),
        };
    }
}
