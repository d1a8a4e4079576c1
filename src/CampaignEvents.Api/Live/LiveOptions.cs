namespace CampaignEvents.Api.Live;

/// <summary>How live counts are told. Bound from the configuration section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    /// <summary>The most that listen at a time in this process; one more is answered 503.</summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>Between readings of the store, however many listen.</summary>
    public TimeSpan Tick { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest without a sign of life.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>A reader that takes nothing for this long is let go of; it may come back with the last id.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);
}
