using CampaignEvents.Domain;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// The moment a replay is at. It goes on by itself, so many times faster than the clock, whether or not anybody keeps up,
/// and stops at the end.
/// </summary>
/// <param name="clock">The real clock.</param>
/// <param name="from">Where it starts, now.</param>
/// <param name="to">Where it stops.</param>
/// <param name="factor">How many times faster; more than 0.</param>
internal sealed class ReplayClock(TimeProvider clock, DateTimeOffset from, DateTimeOffset to, double factor)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Real time since it started.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>In whole microseconds, as moments of the ledger are.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var ticks = Elapsed.Ticks * factor;
            return ticks < (to - from).Ticks ? LedgerTime.Truncate(from.AddTicks((long)ticks)) : to;
        }
    }

    /// <summary>The real time that <see cref="Elapsed"/> will show when it gets to a moment.</summary>
    public TimeSpan ElapsedAt(DateTimeOffset moment)
    {
        var ticks = Math.Ceiling((moment - from).Ticks / factor);
        return ticks < TimeSpan.MaxValue.Ticks ? TimeSpan.FromTicks((long)ticks) : TimeSpan.MaxValue;
    }
}
