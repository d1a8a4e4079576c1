using System.Net.Http.Json;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Signing over HTTP: how many a second at 128 connections, and how long one waits.</summary>
internal static class HttpBench
{
    private const int Seconds = 5, WarmUpSeconds = 3, QuietRate = 50;
    private const string Slug = "hot";

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("http", cancellation);
        await using (var ledger = await Ledger.OpenAsync(database, cancellation))
            await ledger.LaunchAsync(Slug);
        await using var ours = await ChildServer.OursAsync(database, cancellation);
        await using var peer = await ChildServer.PeerAsync(database, cancellation);

        var loads = await Rounds.RunAsync<WrkResult>(
            [
                new("this service", round => SignAsync($"{ours.Address}api/campaigns/{Slug}/signatures", round)),
                new("the same endpoint over plain SQL", round => SignAsync($"{peer.Address}sql/{Slug}/signatures", round)),
                new("an empty endpoint, the same JSON", round => SignAsync($"{peer.Address}empty/{Slug}/signatures", round)),
            ],
            cancellation);

        using var client = new SigningClient(ours.Address, Slug);
        var quiet = await Rounds.RunAsync<OpenLoopResult>(
            [
                new($"{QuietRate} requests a second", round => client.RunAsync($"q{round}", QuietRate, TimeSpan.FromSeconds(round == 0 ? 2 : 10), cancellation)),
            ],
            cancellation);
        var count = await CountAsync(ours.Address, cancellation);
        return Describe(loads, quiet[0], count);

        Task<WrkResult> SignAsync(string url, int round) =>
            Wrk.RunAsync(url, round == 0 ? WarmUpSeconds : Seconds, Script.ForWrk($"r{round}"), cancellation);
    }

    private static async Task<long> CountAsync(Uri server, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = server };
        await Task.Delay(ProgressCache.MaximumAge, cancellation);
        return (await http.GetFromJsonAsync($"/api/campaigns/{Slug}/progress", ApiJson.Default.ProgressAnswer, cancellation))!.Count;
    }

    private static string Describe(Measured<WrkResult>[] loads, Measured<OpenLoopResult> quiet, long count)
    {
        var rates = new Table("POST a signature, 128 connections", "per second", "lowest – highest", "p50 ms", "p99 ms", "errors", "service is", "to reach", "reached");
        double?[] wanted = [null, 10, 0.35];
        foreach (var (load, goal) in loads.Zip(wanted))
        {
            rates.Add([
                load.Name, .. Table.Spread(load.Of(r => r.Rate)), Table.Number(load.Of(r => r.P50).Median, "N1"),
                Table.Number(load.Of(r => r.P99).Median, "N1"), Table.Number(load.Rounds.Sum(r => r.Errors)),
                .. goal is { } least ? Table.AtLeast(loads[0].Of(r => r.Rate).Median / load.Of(r => r.Rate).Median, least) : []]);
        }
        var latency = new Table("latency of this service", "p99", "to reach", "reached", "lowest – highest");
        var (busy, calm) = (loads[0].Of(r => r.P99), quiet.Of(r => r.P99));
        latency.Add(["at that load", .. Table.AtMost(busy.Median, 100, "ms"), Table.Spread(busy, "N1")[1]]);
        latency.Add([$"at {QuietRate} requests a second", .. Table.AtMost(calm.Median, 15, "ms"), Table.Spread(calm, "N1")[1]]);
        return $"""
            {rates}
            {latency}
            - This service: the executable that `build/run.sh` runs, in a process of its own. {count:N0} signatures were counted in all; every e-mail is new.
            - Plain SQL: a minimal API endpoint that does the `INSERT … ON CONFLICT` and `UPDATE` of the ledger bench, a transaction per request, a pool of 32. It validates nothing and seals nothing.
            - Empty: a minimal API endpoint that reads the same JSON into the same record and answers JSON of the same shape.
            - Load is made by `wrk` on the same cores ({Seconds} s a round, as fast as answers come). At {QuietRate} requests a second a client of our own sends at fixed times and counts from when a request was due; {quiet.Rounds.Sum(r => r.Failed)} failed.
            """;
    }
}
