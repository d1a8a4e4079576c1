using System.CommandLine;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using Command = System.CommandLine.Command;

namespace CampaignEvents.Api.Imports;

/// <summary><c>import signatures</c>: signatures from a CSV file. A person already there is counted no second time.</summary>
internal static class ImportSignatures
{
    public static Command Create()
    {
        var options = new ImportOptions();
        var map = new Option<string[]>("--map")
        {
            Description = $"A field and its column, as in --map email=\"E-mail address\". Fields: {string.Join(", ", SignatureFile.Fields)}.",
            AllowMultipleArgumentsPerToken = false,
        };
        var command = options.AddTo(new Command("signatures", "Import signatures from CSV with a header and named columns."));
        command.Add(map);
        command.SetAction(async (parsed, cancellation) =>
        {
            var columns = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in parsed.GetValue(map) ?? [])
            {
                if (pair.Split('=', 2) is not [var field, var column] || !SignatureFile.Fields.Contains(field))
                {
                    await Console.Error.WriteLineAsync($"--map takes FIELD=COLUMN, with a field of: {string.Join(", ", SignatureFile.Fields)}");
                    return 1;
                }
                columns[field] = column;
            }
            await using var session = await CommandSession.OpenAsync(cancellation);
            if (await options.FindCampaignAsync(session, parsed, cancellation) is not { } campaign)
                return 1;
            using var rejects = options.OpenRejects(parsed);
            var report = await RunAsync(session.Services, campaign.Id, parsed.GetValue(options.File)!, columns, rejects, cancellation);
            return report.Print(rejects, stopped: cancellation.IsCancellationRequested);
        });
        return command;
    }

    public static async Task<ImportReport> RunAsync(
        IServiceProvider services, Guid campaignId, FileInfo file, IReadOnlyDictionary<string, string> map, RejectsFile rejects,
        CancellationToken cancellation)
    {
        var report = new ImportReport();
        var (clock, ids, sealer) = (
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<Ids>(), services.GetRequiredService<SignatureSealer>());
        await ProgressBar.RunAsync($"Importing {file.Name}", file.Length, async done =>
        {
            await using var stream = file.OpenRead();
            using var text = new StreamReader(stream);
            using var lines = new SignatureFile(text, map);
            await services.GetRequiredService<BulkWriter>().WriteAsync(campaignId, Commands(), Answered, cancellation);

            IEnumerable<(Domain.Command, SignatureLine)> Commands()
            {
                foreach (var line in lines.Read())
                {
                    done(stream.Position);
                    var now = clock.GetUtcNow();
                    var problem = line.Problem ?? (line.SignedAt > now ? "signedAt lies in the future" : null);
                    if (problem is not null)
                        rejects.Add(line.Line, problem);
                    else
                        yield return (sealer.Seal(campaignId, ids.Next(), line.Input!, line.SignedAt ?? now, line.SignedAt), line);
                }
            }
        });
        return report;

        void Answered(Outcome outcome, SignatureLine line)
        {
            if (outcome.Rejection is { } rejection)
                rejects.Add(line.Line, rejection.Code);
            else if (outcome.Lines.IsEmpty)
                report.AlreadyThere++;
            else
                report.Recorded++;
        }
    }
}
