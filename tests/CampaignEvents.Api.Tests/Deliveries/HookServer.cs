using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CampaignEvents.Api.Tests.Deliveries;

/// <summary>A webhook as it arrived.</summary>
internal sealed record Hook(string Path, string Id, string Timestamp, string Signature, string Body, DateTimeOffset At)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Type => Json.Text("type")!;

    public JsonNode Data => Json["data"]!;

    /// <summary>Which of the signatures is by this key, as a receiver would check it; -1 for none.</summary>
    public int SignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
        return Array.IndexOf(Signature.Split(' '), expected);
    }
}

/// <summary>A real HTTP receiver on loopback. It answers each path as it is told to, and remembers what came.</summary>
internal sealed class HookServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<int, HttpContext, Task>> _answers = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Hook>> _hooks = new();

    private HookServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <param name="tls">With a certificate that it made itself.</param>
    public static async Task<HookServer> StartAsync(bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (tls)
                listen.UseHttps(SelfSigned());
        }));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new HookServer(app);
        app.Run(server.ReceiveAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Statuses in order, the last one for ever.</summary>
    public void Answer(string path, params int[] statuses) => Answer(path, (count, context) =>
    {
        context.Response.StatusCode = statuses[Math.Min(count, statuses.Length) - 1];
        return Task.CompletedTask;
    });

    /// <param name="path">Whose answer.</param>
    /// <param name="answer">Gets how many came on this path, this one included.</param>
    public void Answer(string path, Func<int, HttpContext, Task> answer) => _answers[path] = answer;

    public IReadOnlyList<Hook> Hooks(string path) => _hooks.TryGetValue(path, out var hooks) ? [.. hooks] : [];

    /// <summary>Waits until so many have come.</summary>
    public async Task<IReadOnlyList<Hook>> WaitAsync(string path, int count, int seconds = 30)
    {
        await Wait.UntilAsync(() => Hooks(path).Count >= count, seconds, () => $"{Hooks(path).Count} of {count} hooks at {path}");
        return Hooks(path);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var (path, headers) = (context.Request.Path.Value!, context.Request.Headers);
        var hooks = _hooks.GetOrAdd(path, _ => []);
        hooks.Enqueue(new(path, headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body, TimeProvider.System.GetUtcNow()));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (_answers.TryGetValue(path, out var answer))
            await answer(hooks.Count, context);
    }
}

internal static class Wait
{
    public static async Task UntilAsync(Func<bool> condition, int seconds = 30, Func<string>? message = null) =>
        await UntilAsync(() => Task.FromResult(condition()), seconds, message);

    public static async Task UntilAsync(Func<Task<bool>> condition, int seconds = 30, Func<string>? message = null)
    {
        for (var started = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
        {
            if (started.Elapsed > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Not after {seconds} s: {message?.Invoke()}"));
        }
    }
}
