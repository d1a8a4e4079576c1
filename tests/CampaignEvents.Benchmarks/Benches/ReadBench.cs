using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Reading progress while signatures arrive.</summary>
internal static class ReadBench
{
    private const int Seconds = 5, WarmUpSeconds = 3, SigningRate = 1_000;
    private const string Slug = "hot";

    private sealed record Result(WrkResult Read, OpenLoopResult Signing)
    {
        public override string ToString() => $"{Read}; signing: {Signing}";
    }

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("read", cancellation);
        await using (var ledger = await Ledger.OpenAsync(database, cancellation))
            await ledger.LaunchAsync(Slug);
        await using var ours = await ChildServer.OursAsync(database, cancellation);
        await using var peer = await ChildServer.PeerAsync(database, cancellation);
        using var client = new SigningClient(ours.Address, Slug);

        var measured = await Rounds.RunAsync<Result>(
            [
                new("GET progress of this service", round => ReadAsync($"{ours.Address}api/campaigns/{Slug}/progress", $"a{round}", round)),
                new("an empty GET endpoint", round => ReadAsync($"{peer.Address}empty/{Slug}/progress", $"b{round}", round)),
                new("a GET endpoint that answers a constant as JSON", round => ReadAsync($"{peer.Address}json/{Slug}/progress", $"c{round}", round)),
            ],
            cancellation);
        return Describe(measured);

        async Task<Result> ReadAsync(string url, string series, int round)
        {
            var seconds = round == 0 ? WarmUpSeconds : Seconds;
            // Signing begins before the reading and ends after it.
            var signing = client.RunAsync(series, SigningRate, TimeSpan.FromSeconds(seconds + 1), cancellation);
            await Task.Delay(500, cancellation);
            var read = await Wrk.RunAsync(url, seconds, "", cancellation);
            return new(read, await signing);
        }
    }

    private static string Describe(Measured<Result>[] measured)
    {
        var table = new Table(
            "128 connections, while 1,000 signatures/s arrive", "GET per second", "lowest – highest", "p99 ms", "errors",
            "signed per second", "signing p99 ms", "service is", "to reach", "reached");
        var ours = measured[0].Of(r => r.Read.Rate).Median;
        foreach (var (index, each) in measured.Index())
        {
            var rate = each.Of(r => r.Read.Rate);
            table.Add([
                each.Name, .. Table.Spread(rate), Table.Number(each.Of(r => r.Read.P99).Median, "N1"),
                Table.Number(each.Rounds.Sum(r => r.Read.Errors + r.Signing.Failed)), Table.Number(each.Of(r => r.Signing.Rate).Median),
                Table.Number(each.Of(r => r.Signing.P99).Median, "N1"),
                .. index == 0 ? [] : index == 1 ? Table.AtLeast(ours / rate.Median, 0.7) : [Table.Ratio(ours / rate.Median)]]);
        }
        return $"""
            {table}
            - This service answers progress from memory, at most 250 ms old.
            - Empty: a minimal API endpoint that answers 200 and nothing; the third row, for information, answers what ours does, always the same.
            - In every row the signatures go to this service, on the same cores, from a client of our own that sends at fixed times.
            """;
    }
}
