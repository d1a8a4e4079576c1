using System.Net.Http.Headers;
using CampaignEvents.Benchmarks.Benches;
using CampaignEvents.Benchmarks.Measuring;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>Signs a campaign over HTTP at a fixed rate.</summary>
internal sealed class SigningClient(Uri server, string slug) : IDisposable
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(15) };

    public Task<OpenLoopResult> RunAsync(string series, double rate, TimeSpan duration, CancellationToken cancellation) =>
        OpenLoop.RunAsync(rate, duration, n => SignAsync(series, n), cancellation);

    public void Dispose() => _http.Dispose();

    private async Task SignAsync(string series, long number)
    {
        using var content = new ByteArrayContent(Script.Body(Samples.Signature(series, number)));
        content.Headers.ContentType = _json;
        using var response = await _http.PostAsync(new Uri($"/api/campaigns/{slug}/signatures", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
    }
}
