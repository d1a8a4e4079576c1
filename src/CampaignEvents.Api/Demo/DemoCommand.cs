using System.CommandLine;
using System.Globalization;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Imports;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Signatures;
using Command = System.CommandLine.Command;

namespace CampaignEvents.Api.Demo;

/// <summary><c>demo</c>: loads the demo campaign. Again, it changes nothing.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = CommandOutput.Option();
        var command = new Command("demo", $"Load the demo campaign, {DemoCampaign.Slug}. Its growth and its people are invented.") { json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            await LoadAsync(session.Services, cancellation, CommandOutput.Of(parsed.GetValue(json)));
            return 0;
        });
        return command;
    }

    public static async Task LoadAsync(IServiceProvider services, CancellationToken cancellation, CommandOutput? output = null)
    {
        output ??= CommandOutput.Of(json: false);
        var (signed, repeats, done) = (0, 0, 0L);
        var launched = await services.GetRequiredService<CampaignLedger>().ExecuteAsync(DemoCampaign.Id, DemoCampaign.Launch);
        if (launched.Rejection is { } rejection)
            throw new InvalidOperationException($"The demo cannot be loaded: {rejection.Reason}");
        await CommandProgress.RunAsync("Loading the demo campaign", DemoCampaign.CommandCount, show => services.GetRequiredService<BulkWriter>().WriteAsync(
            DemoCampaign.Id,
            DemoCampaign.Commands(services.GetRequiredService<SignatureSealer>()).Select(c => (c, 0)),
            (outcome, _) =>
            {
                if (outcome.Lines.Any(l => l.Event is SignatureCounted))
                    signed++;
                else if (outcome.Lines.IsEmpty)
                    repeats++;
                show(++done);
            },
            cancellation), output, unit: "commands");
        output.Result(
            new { Campaign = DemoCampaign.Slug, Recorded = signed, Repeats = repeats },
            string.Create(CultureInfo.InvariantCulture, $"Demo campaign {DemoCampaign.Slug}: {signed:N0} signatures recorded, {repeats:N0} repeats recorded nothing."));
    }
}
