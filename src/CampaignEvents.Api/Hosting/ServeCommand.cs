using CampaignEvents.Api.Demo;
using Marten;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CampaignEvents.Api.Hosting;

/// <summary>Serves the API until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var session = await CommandSession.OpenAsync(cancellation);
        var app = session.App;
        var key = await app.Services.GetRequiredService<StaffKeys>().EnsureAsync();
        if (app.Configuration["CAMPAIGN_EVENTS_DEMO"] != "off" && await IsEmptyAsync(app.Services, cancellation))
            await DemoCommand.LoadAsync(app.Services, cancellation);

        await app.StartAsync(cancellation);
        Greet(app, key);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static async Task<bool> IsEmptyAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
        return !await session.Query<Campaigns.CampaignPage>().AnyAsync(cancellation);
    }

    private static void Greet(WebApplication app, string? key)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var address = addresses?.FirstOrDefault() ?? CampaignHost.DefaultUrl;
        Console.WriteLine(
            $"""

            CampaignEvents listens on {address}
              reference   {address}/docs
              staff key   {key ?? "known only by its hash here; make a new one with the command: staff-key new"}

            Try next:
              curl -s {address}/api/campaigns/child-safety/progress
              curl -s '{address}/api/campaigns/child-safety/progress?asOf=2020-12-20T12:00:00Z'
              curl -s -H 'Authorization: Bearer {key ?? "KEY"}' '{address}/api/campaigns/child-safety/history?limit=3'

            Ctrl-C stops it.
            """);
    }
}
