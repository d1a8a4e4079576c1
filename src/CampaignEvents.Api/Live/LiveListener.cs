using CampaignEvents.Api.Http;

namespace CampaignEvents.Api.Live;

/// <summary>
/// One connection: what its reader has yet to be told. Of progress that is the newest of each campaign, however long it takes
/// to read; milestones are all kept, and a reader who lets too many of them come together is let go of.
/// </summary>
/// <param name="told">The last id the reader was told before; null when it is new.</param>
/// <param name="ends">Cancelled when the connection is to end.</param>
internal sealed class LiveListener(long? told, CancellationTokenSource ends) : IDisposable
{
    /// <summary>The most milestones that wait for a reader.</summary>
    public const int MaximumMilestones = 2 * LiveReader.Page;

    private const int FlushAfter = 32 * 1024;

    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _news = new(0);
    private List<ReadOnlyMemory<byte>> _milestones = [];
    private Dictionary<Guid, ReadOnlyMemory<byte>> _progress = [];
    private DateTimeOffset _lastTold;
    private bool _beat, _dropped;

    /// <summary>While it has yet to be told what it missed: told up to here. Changed by the feed alone.</summary>
    public long? Told { get; set; } = told;

    /// <summary>Nothing waits for the reader.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _milestones.Count == 0;
        }
    }

    public void Tell(Guid campaignId, IReadOnlyList<ReadOnlyMemory<byte>> milestones, ReadOnlyMemory<byte>? progress, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_milestones.Count + milestones.Count > MaximumMilestones)
                Drop();
            if (_dropped)
                return;
            _milestones.AddRange(milestones);
            if (progress is { } newest)
                _progress[campaignId] = newest;
            Wake(now);
        }
    }

    /// <summary>A sign of life, if there was none for so long.</summary>
    public void Beat(DateTimeOffset now, TimeSpan every)
    {
        lock (_lock)
        {
            if (_lastTold == default)
                _lastTold = now;
            if (now - _lastTold < every)
                return;
            _beat = true;
            Wake(now);
        }
    }

    /// <summary>Tells the reader until the connection is to end; false when the reader is gone or was let go of.</summary>
    public async Task<bool> TellAsync(EventStream stream)
    {
        stream.Retry(_retry);
        while (await stream.FlushAsync(ends.Token))
        {
            try
            {
                await _news.WaitAsync(ends.Token);
            }
            catch (OperationCanceledException)
            {
                return !_dropped;
            }
            var unflushed = 0;
            foreach (var encoded in Take())
            {
                stream.Send(encoded);
                unflushed += encoded.Length;
                if (unflushed < FlushAfter)
                    continue;
                if (!await stream.FlushAsync(ends.Token))
                    return false;
                unflushed = 0;
            }
        }
        return false;
    }

    public void Dispose() => _news.Dispose();

    private List<ReadOnlyMemory<byte>> Take()
    {
        lock (_lock)
        {
            List<ReadOnlyMemory<byte>> taken = [.. _milestones, .. _progress.Values];
            if (taken.Count == 0 && _beat)
                taken.Add(EventStream.Heartbeat);
            (_milestones, _progress, _beat) = ([], [], false);
            return taken;
        }
    }

    private void Wake(DateTimeOffset now)
    {
        _lastTold = now;
        if (_news.CurrentCount == 0)
            _news.Release();
    }

    // Not Cancel: it would run what follows here, while the feed holds everybody up.
    private void Drop()
    {
        _dropped = true;
        _ = ends.CancelAsync();
    }
}
