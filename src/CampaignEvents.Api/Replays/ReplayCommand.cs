using System.CommandLine;
using CampaignEvents.Api.Hosting;
using Spectre.Console;

namespace CampaignEvents.Api.Replays;

/// <summary><c>replay SLUG</c>: folds a ledger again from its first line and draws how the campaign grew.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("slug") { Description = "The campaign's slug." };
        var from = new Option<string?>("--from") { Description = "Tell what came after this moment: ISO 8601 with Z or an offset (default: from the launch)." };
        var to = new Option<string?>("--to") { Description = "End at this moment (default: the ledger's end)." };
        var speed = new Option<string?>("--speed") { Description = "Play so many times faster than it went, 1 to 1000000 (default: as fast as it can)." };
        var within = new Option<string?>("--in") { Description = "Play the whole in so long, as in 60s." };
        var json = CommandOutput.Option();
        var command = new Command("replay", "Go over a campaign's ledger again from its first line, and draw how it grew.") { slug, from, to, speed, within, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = new ReplayAsked(parsed.GetValue(slug)!, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(speed), parsed.GetValue(within));
            asked.Check();
            await using var session = await CommandSession.OpenAsync(cancellation);
            var task = await asked.FindAsync(session.Services, cancellation);
            return await RunAsync(session.Services, task, CommandOutput.Of(parsed.GetValue(json)), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, ReplayTask task, CommandOutput output, CancellationToken cancellation)
    {
        var (ledger, clock, terminal) = (services.GetRequiredService<LedgerReader>(), services.GetRequiredService<TimeProvider>(), AnsiConsole.Console);
        try
        {
            if (!output.Json && !Console.IsOutputRedirected && terminal.Profile.Capabilities is { Ansi: true, Interactive: true })
                await new ReplayDrawing(terminal, task).DrawAsync(ledger, clock, cancellation);
            else
                await ReplayLines.TellAsync(ledger, clock, task, output, cancellation);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
    }
}
