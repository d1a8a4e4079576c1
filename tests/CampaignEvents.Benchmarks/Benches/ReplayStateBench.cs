using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>The whole state as of any moment, from checkpoints.</summary>
internal static class ReplayStateBench
{
    private const int Samples = 2_000, WarmUp = 300;

    public static async Task<string> RunAsync(
        string database, DateTimeOffset launch, (int Short, int Long) lines, int linesPerMinute, CancellationToken cancellation)
    {
        await using var server = await ChildServer.OursAsync(database, cancellation);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        var key = await ledger.Services.GetRequiredService<StaffKeys>().EnsureAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        (string Slug, int Lines)[] asks = [("short", lines.Short), ("long", lines.Long)];
        var random = new Random(20201208);
        var rounds = asks.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round <= Rounds.Measured; round++)
        {
            var latencies = asks.Select(_ => new double[round == 0 ? WarmUp : Samples]).ToArray();
            for (var n = 0; n < latencies[0].Length; n++)
            {
                foreach (var (index, (slug, length)) in asks.Index())
                {
                    var moment = launch.AddMinutes(random.NextDouble() * length / linesPerMinute);
                    var url = string.Create(CultureInfo.InvariantCulture, $"/api/campaigns/{slug}/state?asOf={moment:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
                    var started = Stopwatch.GetTimestamp();
                    await http.GetByteArrayAsync(new Uri(url, UriKind.Relative), cancellation);
                    latencies[index][n] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                }
            }
            for (var index = 0; round > 0 && index < asks.Length; index++)
                rounds[index].Add(latencies[index]);
        }

        var p99 = rounds.Select(r => new Figure([.. r.Select(l => Statistics.Percentile(l, 99))])).ToArray();
        var table = new Table("GET …/state?asOf= a random moment", "p50 ms", "p99 ms", "lowest – highest p99", "measured", "to reach", "reached");
        foreach (var (index, (_, length)) in asks.Index())
        {
            table.Add([
                $"{length:N0} lines", Table.Number(Statistics.Median(rounds[index].Select(l => Statistics.Percentile(l, 50))), "F2"), .. Table.Spread(p99[index], "F2"),
                .. index == 0 ? Table.AtMost(p99[0].Median, 25, "ms") : Table.AtMost(p99[1].Median, 25, "ms")]);
        }
        table.Add(["the longer to the shorter", "", "", "", .. Table.AtMost(p99[1].Median / p99[0].Median, 1.5, "×")]);
        return $"""
            {table}
            Over HTTP, one request after another, the two ledgers in turn, {Samples:N0} of each a round; {linesPerMinute} signatures a minute, checkpoints every 10,000 lines.

            """;
    }
}
