using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>The state as of any moment must not cost more when the ledger is longer.</summary>
internal static class AsOfBench
{
    private const int Short = 100_000, Long = 1_000_000, LinesPerMinute = 30, Samples = 2_000, WarmUp = 300;
    private static readonly DateTimeOffset _launch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private sealed record Ask(string What, string Slug, int Lines);

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("asof", cancellation);
        TimeSpan built;
        await using (var ledger = await Ledger.OpenAsync(database, cancellation))
        {
            await BuildAsync(ledger, "short", Short, cancellation);
            built = await BuildAsync(ledger, "long", Long, cancellation);
        }
        // What autovacuum would have done in a ledger that grew over weeks.
        await Cluster.ExecuteAsync(database, "VACUUM (ANALYZE)", cancellation);
        await Cluster.ExecuteAsync(database, "CHECKPOINT", cancellation);
        await using var ours = await ChildServer.OursAsync(database, cancellation);
        using var http = new HttpClient { BaseAddress = ours.Address };

        Ask[] asks = [new("progress", "short", Short), new("progress", "long", Long), new("tallies/country", "short", Short), new("tallies/country", "long", Long)];
        var random = new Random(20201208);
        var rounds = asks.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round <= Rounds.Measured; round++)
        {
            var latencies = await AskAsync(http, asks, round == 0 ? WarmUp : Samples, random, cancellation);
            for (var index = 0; round > 0 && index < asks.Length; index++)
                rounds[index].Add(latencies[index]);
        }
        return Describe(asks, rounds, Long / built.TotalSeconds);
    }

    private static async Task<TimeSpan> BuildAsync(Ledger ledger, string slug, int lines, CancellationToken cancellation)
    {
        var campaign = await ledger.LaunchAsync(slug, _launch);
        return await ledger.SignAsync(
            campaign, Subjects.Samples.Signatures(slug, lines), lines, n => _launch + Offset(n), cancellation);
    }

    private static TimeSpan Offset(long line) => TimeSpan.FromTicks(line * TimeSpan.TicksPerMinute / LinesPerMinute);

    // Question after question in turn, so that whatever else the machine does meets all of them alike.
    private static async Task<double[][]> AskAsync(HttpClient http, Ask[] asks, int samples, Random random, CancellationToken cancellation)
    {
        var latencies = asks.Select(_ => new double[samples]).ToArray();
        for (var n = 0; n < samples; n++)
        {
            foreach (var (index, ask) in asks.Index())
            {
                var moment = _launch + (random.NextDouble() * Offset(ask.Lines));
                var url = string.Create(CultureInfo.InvariantCulture, $"/api/campaigns/{ask.Slug}/{ask.What}?asOf={moment:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
                var started = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync(new Uri(url, UriKind.Relative), cancellation);
                latencies[index][n] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }
        return latencies;
    }

    private static string Describe(Ask[] asks, List<double[]>[] rounds, double buildRate)
    {
        var table = new Table("GET …?asOf= a random moment", "lines", "p50 ms", "p99 ms", "lowest – highest p99", "p99 to the shorter", "to reach", "reached");
        var p99 = rounds.Select(r => new Figure([.. r.Select(l => Statistics.Percentile(l, 99))])).ToArray();
        foreach (var (index, ask) in asks.Index())
        {
            var ratio = index % 2 == 0 ? double.NaN : p99[index].Median / p99[index - 1].Median;
            table.Add([
                ask.What, Table.Number(ask.Lines), Table.Number(Statistics.Median(rounds[index].Select(l => Statistics.Percentile(l, 50))), "F2"),
                .. Table.Spread(p99[index], "F2"), .. index % 2 == 0 ? [] : Table.AtMost(ratio, 1.5, "×")]);
        }
        return $"""
            {table}
            Two campaigns of {LinesPerMinute} signatures a minute, one {Short:N0} lines long and one {Long:N0}, brought in through the ledger with history's times (the longer at
            {buildRate:N0} signatures a second). Requests one after another over HTTP, the four questions in turn, {Samples:N0} of each a round.
            """;
    }
}
