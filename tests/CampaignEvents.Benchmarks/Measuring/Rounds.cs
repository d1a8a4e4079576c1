using System.Globalization;

namespace CampaignEvents.Benchmarks.Measuring;

/// <summary>One who is measured. The round is 0 for warming up, then 1, 2, 3 …</summary>
internal sealed record Contender<T>(string Name, Func<int, Task<T>> Measure);

/// <summary>What a contender gave in each measured round.</summary>
internal sealed record Measured<T>(string Name, IReadOnlyList<T> Rounds)
{
    public Figure Of(Func<T, double> value) => new([.. Rounds.Select(value)]);
}

/// <summary>A median with what it is the median of.</summary>
internal sealed record Figure(IReadOnlyList<double> Values)
{
    public double Median { get; } = Statistics.Median(Values);

    public double Lowest => Values.Min();

    public double Highest => Values.Max();
}

/// <summary>Measures contenders in turn, round after round, so that what disturbs the machine disturbs all of them.</summary>
internal static class Rounds
{
    public const int Measured = 3;

    /// <summary>The measurements, in the order of the contenders; the first round warms up and is left out.</summary>
    public static async Task<Measured<T>[]> RunAsync<T>(Contender<T>[] contenders, CancellationToken cancellation)
    {
        var results = contenders.Select(_ => new List<T>()).ToArray();
        for (var round = 0; round <= Measured; round++)
        {
            foreach (var (index, contender) in contenders.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                // One contender's garbage is not to be collected in another's time.
                GC.Collect();
                var result = await contender.Measure(round);
                if (round > 0)
                    results[index].Add(result);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"   {(round == 0 ? "warm-up" : $"round {round}")}: {contender.Name}: {result:N0}"));
            }
        }
        return [.. contenders.Zip(results, (contender, all) => new Measured<T>(contender.Name, all))];
    }
}
