namespace CampaignEvents.Domain.Deliveries;

/// <summary>
/// A receiver's circuit breaker: after several failures in a row it is left alone for a while, then tried with one delivery.
/// Deliveries that wait meanwhile lose no try.
/// </summary>
/// <param name="Failures">In a row, over all deliveries.</param>
/// <param name="PausedUntil">Nothing is sent before; null: it may be sent to.</param>
public sealed record Breaker(int Failures, DateTimeOffset? PausedUntil)
{
    /// <summary>So many failures in a row open it.</summary>
    public const int Threshold = 5;

    private static readonly TimeSpan _first = TimeSpan.FromSeconds(5), _longest = TimeSpan.FromMinutes(5);

    public static readonly Breaker Closed = new(0, null);

    /// <summary>Whether only one delivery may be tried next.</summary>
    public bool IsProbing => Failures >= Threshold;

    public bool IsPausedAt(DateTimeOffset moment) => moment < PausedUntil;

    /// <summary>After one more failure.</summary>
    /// <param name="moment">Now.</param>
    /// <param name="asked">How long the receiver asked to be left alone; null when it did not.</param>
    public Breaker Failed(DateTimeOffset moment, TimeSpan? asked)
    {
        var failures = Failures + 1;
        var doublings = Math.Clamp(failures - Threshold, 0, 16);
        TimeSpan? pause = failures >= Threshold ? TimeSpan.FromTicks(Math.Min(_longest.Ticks, _first.Ticks << doublings)) : null;
        if (asked is not null && !(asked <= pause))
            pause = asked;
        return new(failures, pause is { } wait ? moment + wait : null);
    }
}
