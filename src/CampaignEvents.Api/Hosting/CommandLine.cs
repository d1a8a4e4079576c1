using System.CommandLine;
using CampaignEvents.Api.Demo;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.Imports;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Scenarios;
using CampaignEvents.Api.Verifications;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>The commands of the executable. Without one, it serves.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("CampaignEvents: signatures, counts and milestones of campaigns, from an event ledger.");
        var serve = new Command("serve", "Serve the API (what happens without a command).");
        serve.SetAction((_, cancellation) => ServeCommand.RunAsync(cancellation));
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(cancellation));
        root.Add(serve);
        root.Add(DemoCommand.Create());
        root.Add(new Command("import", "Bring in what was collected elsewhere.") { ImportExternalCounts.Create(), ImportSignatures.Create() });
        root.Add(RebuildCommand.Create());
        root.Add(new Command("export", "Take out what a ledger holds.") { ExportHistory.Create() });
        root.Add(ScenarioCommand.Create());
        root.Add(ReplayCommand.Create());
        root.Add(StaffKeyCommand.Create());
        root.Add(TokenCommand.Create());
        root.Add(VerifyCommand.Create());
        try
        {
            return await root.Parse(args).InvokeAsync(new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C, at whatever a command was doing.
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception fault) when (IsForPeople(fault))
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    // What an operator can mend; anything else is a fault of the program and keeps its trace.
    private static bool IsForPeople(Exception fault) =>
        fault is InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException or OptionsValidationException or NpgsqlException or LedgerUnavailableException;
}
