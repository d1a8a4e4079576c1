using System.Collections.Concurrent;
using System.Diagnostics;

namespace CampaignEvents.Benchmarks.Measuring;

/// <summary>What an open loop saw.</summary>
/// <param name="Latencies">Milliseconds from when a request was due, not from when it got away, to its answer.</param>
/// <param name="Rate">Answers per second.</param>
/// <param name="Failed">Requests that failed, or were not sent because too many were still unanswered.</param>
internal sealed record OpenLoopResult(IReadOnlyCollection<double> Latencies, double Rate, long Failed)
{
    public double P99 => Latencies.Count == 0 ? double.NaN : Statistics.Percentile(Latencies, 99);

    public override string ToString() => $"p99 {P99:F1} ms at {Rate:F0}/s, {Failed} failed";
}

/// <summary>Requests at a fixed rate, whether or not earlier ones are answered: a slow answer delays nobody but itself.</summary>
internal static class OpenLoop
{
    private const int MaximumUnanswered = 5_000;

    public static Task<OpenLoopResult> RunAsync(double rate, TimeSpan duration, Func<long, Task> request, CancellationToken cancellation)
    {
        // A thread of its own: the pool's may all be busy when a request is due.
        var source = new TaskCompletionSource<OpenLoopResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => _ = FinishAsync(source, Send(rate, duration, request, cancellation))) { IsBackground = true };
        thread.Start();
        return source.Task;
    }

    private static Func<Task<OpenLoopResult>> Send(double rate, TimeSpan duration, Func<long, Task> request, CancellationToken cancellation)
    {
        var latencies = new ConcurrentQueue<double>();
        var (unanswered, failed) = (0, 0L);
        var all = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        var count = (long)(rate * duration.TotalSeconds);
        for (var n = 0L; n < count && !cancellation.IsCancellationRequested; n++)
        {
            var due = started + (long)(n / rate * Stopwatch.Frequency);
            WaitUntil(due);
            if (Volatile.Read(ref unanswered) < MaximumUnanswered)
                all.Add(OneAsync(n, due));
            else
                Interlocked.Increment(ref failed);
        }
        return async () =>
        {
            await Task.WhenAll(all);
            cancellation.ThrowIfCancellationRequested();
            return new(latencies, latencies.Count / Stopwatch.GetElapsedTime(started).TotalSeconds, failed);
        };

        async Task OneAsync(long n, long due)
        {
            Interlocked.Increment(ref unanswered);
            try
            {
                await request(n);
                latencies.Enqueue(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
            finally
            {
                Interlocked.Decrement(ref unanswered);
            }
        }
    }

    private static async Task FinishAsync(TaskCompletionSource<OpenLoopResult> source, Func<Task<OpenLoopResult>> finish)
    {
        try
        {
            source.SetResult(await finish());
        }
        catch (Exception fault)
        {
            source.SetException(fault);
        }
    }

    // Sleeping is exact to a millisecond; the last one is waited for awake.
    private static void WaitUntil(long due)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
        {
            if (left > TimeSpan.FromMilliseconds(1))
                Thread.Sleep(TimeSpan.FromMilliseconds(Math.Floor(left.TotalMilliseconds)));
            else
                Thread.Yield();
        }
    }
}
