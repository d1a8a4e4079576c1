using System.Collections.Immutable;
using System.Globalization;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>When a delivery that failed is tried again. The first try is at once.</summary>
/// <param name="Waits">The wait after each failure; after as many failures as there are waits, one more fails for good.</param>
public sealed record RetrySchedule(ImmutableArray<TimeSpan> Waits)
{
    /// <summary>Waits are made up to this much longer, so that what failed together does not come back together.</summary>
    private const double Jitter = 0.1;

    /// <summary>As Standard Webhooks 1.0.0 proposes: over about three days.</summary>
    public static readonly RetrySchedule Standard = Parse("00:00:05,00:05:00,00:30:00,02:00:00,05:00:00,10:00:00,14:00:00,20:00:00,1.00:00:00")!;

    /// <summary>Reads waits with commas between them, such as <c>00:00:05,00:05:00</c>. Null when they cannot be read.</summary>
    public static RetrySchedule? Parse(string text)
    {
        var waits = ImmutableArray.CreateBuilder<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TimeSpan.TryParse(part, CultureInfo.InvariantCulture, out var wait) || wait < TimeSpan.Zero)
                return null;
            waits.Add(wait);
        }
        return new(waits.DrainToImmutable());
    }

    /// <summary>The wait before the next try; null when there is none any more.</summary>
    /// <param name="failures">Failures so far, 1 or more.</param>
    /// <param name="asked">What the receiver asked for (<c>Retry-After</c>); a longer wait wins.</param>
    /// <param name="chance">From 0, less than 1.</param>
    public TimeSpan? WaitAfter(int failures, TimeSpan? asked, double chance)
    {
        if (failures > Waits.Length)
            return null;
        var wait = Waits[failures - 1] * (1 + (Jitter * chance));
        return asked > wait ? asked : wait;
    }
}
