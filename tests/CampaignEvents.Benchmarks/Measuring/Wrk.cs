using System.Diagnostics;
using System.Globalization;

namespace CampaignEvents.Benchmarks.Measuring;

/// <summary>What wrk saw: successful answers per second, and latencies in milliseconds.</summary>
internal sealed record WrkResult(double Rate, double P50, double P99, long Errors)
{
    public override string ToString() => $"{Rate:F0}/s, p50 {P50:F1} ms, p99 {P99:F1} ms, {Errors} errors";
}

/// <summary>One run of wrk: closed loop, 128 connections.</summary>
internal static class Wrk
{
    private const string Done = """
        function done(summary, latency, requests)
            local e = summary.errors
            io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
                e.status, e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
        end
        """;

    /// <param name="url">On loopback.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="script">Lua that makes the requests; empty for plain GET.</param>
    /// <param name="cancellation">Kills wrk.</param>
    public static async Task<WrkResult> RunAsync(string url, int seconds, string script, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, script + "\n" + Done, cancellation);
        var start = new ProcessStartInfo("wrk", ["-t2", "-c128", $"-d{seconds}s", "--timeout", "10s", "-s", file, url])
        {
            RedirectStandardOutput = true,
        };
        using var wrk = Process.Start(start)!;
        try
        {
            var output = await wrk.StandardOutput.ReadToEndAsync(cancellation);
            await wrk.WaitForExitAsync(cancellation);
            return Read(output);
        }
        finally
        {
            if (!wrk.HasExited)
                wrk.Kill();
            File.Delete(file);
        }
    }

    private static WrkResult Read(string output)
    {
        var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"wrk gave no result: {output}");
        var values = Array.ConvertAll(line.Split(' ')[1..], v => double.Parse(v, CultureInfo.InvariantCulture));
        var (requests, microseconds, refused, broken) = (values[0], values[1], values[2], values[3]);
        // A run whose requests mostly fail measures something else.
        return refused + broken <= requests / 100
            ? new((requests - refused) / microseconds * 1e6, values[4] / 1e3, values[5] / 1e3, (long)(refused + broken))
            : throw new InvalidOperationException($"Of {requests} requests {refused} were refused, {broken} connections failed.");
    }
}
