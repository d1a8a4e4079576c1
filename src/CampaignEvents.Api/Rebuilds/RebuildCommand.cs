using System.CommandLine;
using System.Globalization;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Replays;

namespace CampaignEvents.Api.Rebuilds;

/// <summary><c>rebuild</c>: read models anew from the ledger, while everybody goes on reading and signing.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var campaign = LedgerOption.Create();
        var json = CommandOutput.Option();
        var model = new Option<string[]>("--model") { Description = $"What to rebuild (default: all): {string.Join(", ", RebuildModels.All)}." };
        model.AcceptOnlyFromAmong([.. RebuildModels.All]);
        var command = new Command("rebuild", "Fold read models anew from the ledger and swap them in. Nobody has to wait.") { campaign, model, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            var ledgers = await LedgerOption.FindAsync(session.Services, parsed.GetValue(campaign), cancellation);
            var models = parsed.GetValue(model) is { Length: > 0 } chosen ? chosen : [.. RebuildModels.All];
            var output = CommandOutput.Of(parsed.GetValue(json));
            var rebuild = session.Services.GetRequiredService<Rebuild>();
            foreach (var each in ledgers)
                await RunAsync(rebuild, each, models, output, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(
        Rebuild rebuild, LedgerEntry ledger, IReadOnlyCollection<string> models, CommandOutput output, CancellationToken cancellation)
    {
        var line = 0L;
        await CommandProgress.RunAsync($"Rebuilding {ledger.Slug}", ledger.Lines, async done =>
            line = await rebuild.RunAsync(ledger.CampaignId, models, done, cancellation), output);
        output.Result(
            new { Campaign = ledger.Slug, Models = models, Lines = line },
            string.Create(CultureInfo.InvariantCulture, $"{ledger.Slug}: {string.Join(", ", models)} rebuilt from {line:N0} lines"));
    }
}
