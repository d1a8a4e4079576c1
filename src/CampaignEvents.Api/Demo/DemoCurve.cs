namespace CampaignEvents.Api.Demo;

/// <summary>
/// When the demo's signatures came. The curve is invented: a start, a press day, a quiet Christmas, a last push; more by day
/// than by night.
/// </summary>
internal static class DemoCurve
{
    public static readonly DateTimeOffset Start = new(2020, 12, 8, 9, 0, 0, TimeSpan.Zero);

    private static readonly double[] _days =
        [9, 10, 7, 5, 4, 3, 4, 6, 12, 10, 7, 5, 4, 4, 5, 4, 2, 1, 1, 2, 3, 4, 6, 8];

    private static readonly double[] _hours =
        [2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 9, 9, 9, 9, 9, 10, 10, 11, 11, 9, 6, 4];

    /// <summary>So many moments in order, from 8 to 31 December 2020.</summary>
    public static IEnumerable<DateTimeOffset> Moments(int count, DemoRandom random)
    {
        var hours = (from day in Enumerable.Range(0, _days.Length)
                     from hour in Enumerable.Range(0, 24)
                     let at = Start.Date.AddDays(day).AddHours(hour)
                     where at >= Start.UtcDateTime
                     select (At: new DateTimeOffset(at, TimeSpan.Zero), Weight: _days[day] * _hours[hour])).ToArray();
        var whole = hours.Sum(h => h.Weight);
        var (index, passed) = (0, 0.0);
        for (var i = 0; i < count; i++)
        {
            var point = (i + random.NextDouble()) / count * whole;
            while (index < hours.Length - 1 && passed + hours[index].Weight < point)
                passed += hours[index++].Weight;
            var within = Math.Clamp((point - passed) / hours[index].Weight, 0, 0.999999);
            yield return hours[index].At.AddMilliseconds(Math.Floor(within * 3_600_000));
        }
    }
}
