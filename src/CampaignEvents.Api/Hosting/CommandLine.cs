using System.CommandLine;
using CampaignEvents.Api.Demo;
using CampaignEvents.Api.Imports;

namespace CampaignEvents.Api.Hosting;

/// <summary>The commands of the executable. Without one, it serves.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("CampaignEvents: signatures, counts and milestones of campaigns, from an event ledger.");
        var serve = new Command("serve", "Serve the API (what happens without a command).");
        serve.SetAction((_, cancellation) => ServeCommand.RunAsync(cancellation));
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(cancellation));
        root.Add(serve);
        root.Add(DemoCommand.Create());
        root.Add(new Command("import", "Bring in what was collected elsewhere.") { ImportExternalCounts.Create(), ImportSignatures.Create() });
        root.Add(StaffKeyCommand.Create());
        root.Add(TokenCommand.Create());
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
    }
}
