using System.CommandLine;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Signatures;
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
        };
        var command = new Command("signatures", "Import signatures from CSV with a header and named columns.") { map };
        options.AddTo(command);
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
            return await options.RunAsync(
                parsed, (services, id, file, rejects, output) => RunAsync(services, id, file, columns, rejects, cancellation, output), cancellation);
        });
        return command;
    }

    public static async Task<ImportReport> RunAsync(
        IServiceProvider services, Guid campaignId, FileInfo file, IReadOnlyDictionary<string, string> map, RejectsFile rejects,
        CancellationToken cancellation, CommandOutput? output = null)
    {
        var (clock, ids, sealer) = (
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<Ids>(), services.GetRequiredService<SignatureSealer>());
        return await ImportRun.RunAsync(services, campaignId, file, Lines, rejects, cancellation, output);

        IEnumerable<ImportLine> Lines(TextReader text)
        {
            using var signatures = new SignatureFile(text, map);
            foreach (var signature in signatures.Read())
            {
                var now = clock.GetUtcNow();
                var problem = signature.Problem ?? (signature.SignedAt > now ? "signedAt lies in the future" : null);
                yield return problem is not null
                    ? new(signature.Line, null, problem)
                    : new(signature.Line, sealer.Seal(campaignId, ids.Next(), signature.Input!, signature.SignedAt ?? now, signature.SignedAt), null);
            }
        }
    }
}
