using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using CampaignEvents.Api.Signatures;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>The web application that ours is compared with: minimal API endpoints, over plain SQL and over nothing.</summary>
internal static class PeerServer
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(await PlainSql.OpenAsync(builder.Configuration.GetConnectionString("Campaigns")!, CancellationToken.None));
        var app = builder.Build();
        var known = new ConcurrentDictionary<string, Guid>();

        app.MapPost("/sql/{slug}/signatures", async (string slug, SignRequest request, PlainSql sql) =>
        {
            if (!known.TryGetValue(slug, out var campaignId))
                campaignId = known[slug] = await sql.LaunchAsync(slug);
            return await sql.SignAsync(campaignId, request.ToInput()) is var (id, count)
                ? Results.Created((string?)null, new SignedAnswer(id, count, count, NewToken()))
                : Results.Ok();
        });
        app.MapPost("/empty/{slug}/signatures", (string slug, SignRequest request) =>
            Results.Created((string?)null, new SignedAnswer(Guid.Empty, slug.Length, request.Email!.Length, Token)));
        app.MapGet("/empty/{slug}/progress", () => Results.Ok());
        app.MapGet("/json/{slug}/progress", () => Results.Ok(_progress));

        await app.StartAsync();
        Console.WriteLine($"The peer listens on {app.Urls.First()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private const string Token = "AAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly Api.Campaigns.ProgressAnswer _progress = new(
        36_738, 36_738, 0, 0, 0, 0, 50_000, 13_262, 73.4m, "open", DateTimeOffset.UnixEpoch, 36_741, DateTimeOffset.UnixEpoch);

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
}
