using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>Receives webhooks on loopback, and notes how long after the crossing signature each arrived.</summary>
internal sealed class AlertReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, double Milliseconds)> _arrivals = new();

    private AlertReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public static async Task<AlertReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new AlertReceiver(builder.Build());
        receiver._app.MapPost("/{path}", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Milliseconds of all that came to a path, once as many as expected have, or nothing more comes.</summary>
    public async Task<IReadOnlyList<double>> WaitAsync(string path, int count, CancellationToken cancellation)
    {
        for (var waited = 0; waited < 100 && _arrivals.Count(a => a.Path == path) < count; waited++)
            await Task.Delay(100, cancellation);
        return [.. _arrivals.Where(a => a.Path == path).Select(a => a.Milliseconds)];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(string path, HttpRequest request)
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = await JsonNode.ParseAsync(request.Body);
        _arrivals.Enqueue((path, (now - body!["timestamp"]!.GetValue<DateTimeOffset>()).TotalMilliseconds));
        return Results.NoContent();
    }
}
