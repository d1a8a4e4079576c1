namespace CampaignEvents.Api.Live;

/// <summary>Those who listen to one campaign, or to all. Guarded by its owner.</summary>
internal sealed class LiveAudience
{
    private readonly HashSet<LiveListener> _present = [], _waiting = [];

    public bool IsEmpty => _present.Count == 0 && _waiting.Count == 0;

    /// <summary>Those who have yet to be told where things stand, or what they missed, and have taken what they were told of it.</summary>
    public IReadOnlyList<LiveListener> Waiting => _waiting.Count == 0 ? [] : [.. _waiting.Where(listener => listener.IsIdle)];

    public void Wait(LiveListener listener) => _waiting.Add(listener);

    /// <summary>From now on, what happens is told.</summary>
    public void Admit(LiveListener listener)
    {
        _waiting.Remove(listener);
        _present.Add(listener);
    }

    public bool IsWaiting(LiveListener listener) => _waiting.Contains(listener);

    public void Leave(LiveListener listener)
    {
        _waiting.Remove(listener);
        _present.Remove(listener);
    }

    public void Tell(Guid campaignId, IReadOnlyList<ReadOnlyMemory<byte>> milestones, ReadOnlyMemory<byte> progress, DateTimeOffset now)
    {
        foreach (var listener in _present)
            listener.Tell(campaignId, milestones, progress, now);
    }

    public void Beat(DateTimeOffset now, TimeSpan every)
    {
        foreach (var listener in _present)
            listener.Beat(now, every);
        foreach (var listener in _waiting)
            listener.Beat(now, every);
    }
}
