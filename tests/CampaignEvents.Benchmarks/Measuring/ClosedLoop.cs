using System.Diagnostics;

namespace CampaignEvents.Benchmarks.Measuring;

/// <summary>So many workers, each asking again as soon as it is answered.</summary>
internal static class ClosedLoop
{
    /// <summary>Requests answered per second. A worker in the middle of a request when the time is up finishes it, and that counts.</summary>
    public static async Task<double> RateAsync(int workers, TimeSpan duration, Func<long, Task> request, CancellationToken cancellation)
    {
        var (next, done) = (-1L, 0L);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                cancellation.ThrowIfCancellationRequested();
                await request(Interlocked.Increment(ref next));
                Interlocked.Increment(ref done);
            }
        }, cancellation)));
        return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
