namespace CampaignEvents.Api.Replays;

/// <summary>How replays are watched. Bound from the configuration section <c>Replay</c>.</summary>
internal sealed class ReplayOptions
{
    /// <summary>The most that are watched at a time in this process; one more is answered 503.</summary>
    public int MaximumWatches { get; set; } = 100;

    /// <summary>Between frames. Each is a read of the database.</summary>
    public TimeSpan FrameEvery { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest without a sign of life.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>A reader that takes nothing for this long is let go of; it may resume.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);
}
