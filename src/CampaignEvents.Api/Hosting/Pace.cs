namespace CampaignEvents.Api.Hosting;

/// <summary>How fast something goes, by its last ten seconds, and how long the rest takes at that rate.</summary>
/// <param name="clock">The clock.</param>
/// <param name="steps">How many steps in all; null when not known.</param>
internal sealed class Pace(TimeProvider clock, long? steps)
{
    private static readonly TimeSpan _window = TimeSpan.FromSeconds(10), _spacing = TimeSpan.FromMilliseconds(500);

    private readonly long _start = clock.GetTimestamp();
    private readonly Queue<(long At, long Done)> _past = [];

    /// <summary>After so many steps, at the rate of the last seconds. It may be asked as often as one likes.</summary>
    public PaceReading Read(long done)
    {
        while (_past.Count > 1 && clock.GetElapsedTime(_past.Peek().At) > _window)
            _past.Dequeue();
        var reading = _past.TryPeek(out var oldest) ? Since(oldest.At, oldest.Done, done) : Whole(done);
        if (_past.Count == 0 || clock.GetElapsedTime(_past.Last().At) >= _spacing)
            _past.Enqueue((clock.GetTimestamp(), done));
        return reading;
    }

    /// <summary>After so many steps, at the rate since the beginning.</summary>
    public PaceReading Whole(long done) => Since(_start, 0, done);

    private PaceReading Since(long at, long before, long done)
    {
        var seconds = clock.GetElapsedTime(at).TotalSeconds;
        var rate = seconds > 0 ? (done - before) / seconds : 0;
        return new(done, steps, rate, rate > 0 && steps >= done ? TimeSpan.FromSeconds((steps.Value - done) / rate) : null);
    }
}
