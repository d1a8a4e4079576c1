using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>How soon after the signature that crosses a threshold its receivers hear of it.</summary>
internal static class AlertsBench
{
    private const int Crossings = 90, Receivers = 3, Busy = 1_000, Quiet = 50;

    private sealed record Heard(IReadOnlyList<double> Milliseconds, int Missing, OpenLoopResult Signing)
    {
        public override string ToString() => $"p99 {Statistics.Percentile(Milliseconds, 99):F0} ms of {Milliseconds.Count}, {Missing} missing; signing {Signing}";
    }

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("alerts", cancellation);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        await using var receiver = await AlertReceiver.StartAsync();
        await using var server = await ChildServer.OursAsync(database, cancellation, ("Webhooks__AllowedNetworks", "127.0.0.0/8"));
        using var staff = new HttpClient { BaseAddress = server.Address };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await ledger.Services.GetRequiredService<StaffKeys>().ReplaceAsync());

        var heard = await Rounds.RunAsync<Heard>(
            [
                new($"{Busy:N0} signatures a second", round => MeasureAsync($"busy-{round}", Busy, TimeSpan.FromSeconds(10))),
                new($"{Quiet} signatures a second", round => MeasureAsync($"quiet-{round}", Quiet, TimeSpan.FromSeconds(10))),
            ],
            cancellation);
        return Describe(heard);

        async Task<Heard> MeasureAsync(string slug, int rate, TimeSpan duration)
        {
            var step = (long)(rate * duration.TotalSeconds) / (Crossings + 5);
            ImmutableArray<long> thresholds = [.. Enumerable.Range(1, Crossings).Select(n => n * step)];
            await ledger.LaunchAsync(slug, thresholds: thresholds);
            for (var n = 0; n < Receivers; n++)
            {
                using var added = await staff.PostAsJsonAsync(new Uri("/api/receivers", UriKind.Relative), new
                {
                    name = $"{slug} {n}",
                    kind = "webhook",
                    url = $"{receiver.Url}/{slug}-{n}",
                    allowHttp = true,
                    campaign = slug,
                    events = (string[])["milestone.reached"],
                }, cancellation);
                added.EnsureSuccessStatusCode();
            }
            using var client = new SigningClient(server.Address, slug);
            var signing = await client.RunAsync(slug, rate, duration, cancellation);
            // The goal of 1,000 is a threshold, too, where it is reached.
            var expected = thresholds.Union([1_000]).Count(t => t <= rate * duration.TotalSeconds);
            var arrivals = await Task.WhenAll(Enumerable.Range(0, Receivers).Select(n => receiver.WaitAsync($"{slug}-{n}", expected, cancellation)));
            return new([.. arrivals.SelectMany(a => a)], (expected * Receivers) - arrivals.Sum(a => a.Count), signing);
        }
    }

    private static string Describe(Measured<Heard>[] heard)
    {
        var table = new Table("from the crossing signature to the webhook", "p50 ms", "p99", "to reach", "reached", "p99, lowest – highest", "slowest ms", "alerts", "missing");
        foreach (var (load, wanted) in heard.Zip((double?[])[1_000, null]))
        {
            var p99 = load.Of(h => Statistics.Percentile(h.Milliseconds, 99));
            table.Add([
                load.Name, Table.Number(load.Of(h => Statistics.Median(h.Milliseconds)).Median),
                .. wanted is { } most ? Table.AtMost(p99.Median, most, "ms") : [Table.Number(p99.Median) + " ms", "", ""],
                Table.Spread(p99)[1], Table.Number(load.Rounds.Max(h => h.Milliseconds.Max())), Table.Number(load.Rounds.Sum(h => h.Milliseconds.Count)),
                Table.Number(load.Rounds.Sum(h => h.Missing))]);
        }
        var busy = heard[0];
        return $"""
            {table}
            From the ledger time of the milestone, which is when the crossing signature's request came in, to the arrival of the webhook: so the wait for the batch, the commit, the relay, the queue and
            the sending are all in it. {Crossings} thresholds and {Receivers} receivers a round, each campaign signed over HTTP at a fixed rate. Server, database, receiver and client share the machine;
            signing itself had a p99 of {Table.Number(busy.Of(h => h.Signing.P99).Median, "N1")} ms at {Table.Number(busy.Of(h => h.Signing.Rate).Median)} a second, {busy.Rounds.Sum(h => h.Signing.Failed)} failed.
            """;
    }
}
