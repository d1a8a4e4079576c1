using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Tests.Ledger;

/// <summary>Signs on and on, and remembers what was acknowledged.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _signers;
    private int _people;

    public Load(HttpClient client, TestCampaign campaign, int signers, string prefix)
    {
        _signers = [.. Enumerable.Range(0, signers).Select(_ => Task.Run(() => SignOnAsync(client, campaign, prefix)))];
    }

    /// <summary>Acknowledged: number by signature.</summary>
    public ConcurrentDictionary<Guid, long> Acknowledged { get; } = new();

    public ConcurrentBag<HttpStatusCode> Refusals { get; } = [];

    public TimeSpan LongestWait { get; private set; }

    public async Task UntilAsync(int acknowledged)
    {
        for (var started = Stopwatch.StartNew(); Acknowledged.Count < acknowledged; await Task.Delay(10))
            started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), $"{Acknowledged.Count} of {acknowledged} acknowledged");
    }

    /// <summary>Stops, and checks that the ledger has everything that was acknowledged, in order and without gaps.</summary>
    public static async Task CheckAsync(TestCampaign campaign, params Load[] loads)
    {
        foreach (var load in loads)
            await load.DisposeAsync();
        var lines = await campaign.LinesAsync();
        var counted = lines.Select(l => l.Event).OfType<SignatureCounted>().ToArray();
        counted.Select(e => e.Number).ShouldBe(Enumerable.Range(1, counted.Length).Select(n => (long)n));
        lines.Select(l => l.Number).ShouldBe(Enumerable.Range(1, lines.Count).Select(n => (long)n));
        var numbers = counted.ToDictionary(e => e.SignatureId, e => e.Number);
        foreach (var (signatureId, number) in loads.SelectMany(l => l.Acknowledged))
            numbers.ShouldContainKeyAndValue(signatureId, number);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_signers);
    }

    private async Task SignOnAsync(HttpClient client, TestCampaign campaign, string prefix)
    {
        while (!_stop.IsCancellationRequested)
        {
            var email = $"{prefix}{Interlocked.Increment(ref _people)}@example.org";
            var started = Stopwatch.StartNew();
            try
            {
                using var response = await client.PostAsJsonAsync(campaign.Path + "/signatures", new { name = "Test Person", email, country = "GB" });
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    var answer = await response.JsonAsync();
                    Acknowledged[Guid.Parse(answer.Text("signatureId")!)] = answer.Long("number");
                }
                else
                {
                    Refusals.Add(response.StatusCode);
                    await Task.Delay(50);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
            {
                await Task.Delay(50);
            }
            lock (_stop)
                LongestWait = started.Elapsed > LongestWait ? started.Elapsed : LongestWait;
        }
    }
}
