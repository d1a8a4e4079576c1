using CampaignEvents.Api.Campaigns;

namespace CampaignEvents.Api.Live;

/// <summary>All campaigns that are listened to here, and their listeners. Guarded by its owner.</summary>
internal sealed class LiveBoard
{
    /// <summary>Whoever comes back to all campaigns is told milestones from so long before its last id: a line may have been on its way then.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, LiveCampaign> _campaigns = [];
    private readonly LiveAudience _all = new();
    private DateTimeOffset _lastWritten;
    private bool _knowsAll;

    public bool IsEmpty => _all.IsEmpty && _campaigns.Values.All(campaign => campaign.Audience.IsEmpty);

    public void Join(CampaignEntry? one, LiveListener listener, DateTimeOffset now)
    {
        if (one is null)
            _all.Wait(listener);
        else if (_campaigns.TryGetValue(one.Id, out var campaign))
            campaign.Join(listener, now);
        else
            Add(one.Id, one.Slug).Join(listener, now);
    }

    public void Leave(CampaignEntry? one, LiveListener listener)
    {
        if (one is null)
            _all.Leave(listener);
        else if (_campaigns.TryGetValue(one.Id, out var campaign))
            campaign.Audience.Leave(listener);
    }

    /// <summary>What has to be read now. Forgets what nobody listens to any more.</summary>
    public LiveAsk Ask(DateTimeOffset now)
    {
        if (_all.IsEmpty)
        {
            _knowsAll = false;
            foreach (var campaign in _campaigns.Values.Where(c => c.Audience.IsEmpty).ToList())
                _campaigns.Remove(campaign.Id);
        }
        // Of the others, the store itself tells which were written to lately; known lines keep it from telling them again.
        var asked = _campaigns.Values.Where(c => !c.Audience.IsEmpty || _lastWritten - c.WrittenAt <= LiveReader.Lately);
        return new(now, [.. asked.Select(c => new LiveAsked(c.Id, c.Line, c.Audience.Waiting))], !_all.IsEmpty, !_all.IsEmpty && !_knowsAll, _all.Waiting);
    }

    /// <summary>Tells everybody what was read.</summary>
    public void Tell(LiveAsk ask, LiveReading reading)
    {
        foreach (var (id, news) in reading.Changed)
        {
            if (!_campaigns.ContainsKey(id))
                Add(id, news.Slug);
            _lastWritten = news.WrittenAt > _lastWritten ? news.WrittenAt : _lastWritten;
        }
        foreach (var campaign in _campaigns.Values)
        {
            var news = reading.Changed.GetValueOrDefault(campaign.Id);
            if (!campaign.Take(news, ask.At))
                continue;
            var passed = news?.Passed ?? [];
            if (!campaign.Audience.IsEmpty)
                campaign.Audience.Tell(campaign.Id, campaign.Encode(passed), campaign.One, ask.At);
            if (!_all.IsEmpty)
                _all.Tell(campaign.Id, campaign.EncodeOfAll(passed), campaign.OfAll, ask.At);
        }
        foreach (var asked in ask.Campaigns.Where(a => a.Waiting.Count > 0))
            _campaigns[asked.Id].Admit(asked.Waiting, reading.Missed.GetValueOrDefault(asked.Id) ?? [], ask.At);
        AdmitToAll(ask, reading);
        _knowsAll = ask.All;
    }

    public void Beat(DateTimeOffset now, TimeSpan every)
    {
        _all.Beat(now, every);
        foreach (var campaign in _campaigns.Values)
            campaign.Audience.Beat(now, every);
    }

    private void AdmitToAll(LiveAsk ask, LiveReading reading)
    {
        var id = ask.At.ToUnixTimeMilliseconds();
        var lately = ask.Waiting.Count == 0 ? [] : reading.Lately.Select(m => (m.Row.At, Encoded: LiveEvents.Milestone(id, m.Slug, m.Row))).ToList();
        var known = ask.Waiting.Count == 0 ? [] : _campaigns.Values.Where(c => c.Progress is not null).ToList();
        var last = known.LastOrDefault();
        foreach (var listener in ask.Waiting.Where(_all.IsWaiting))
        {
            _all.Admit(listener);
            if (listener.Told is { } told)
            {
                var since = DateTimeOffset.FromUnixTimeMilliseconds(told) - Overlap;
                listener.Tell(default, [.. lately.Where(m => m.At > since).Select(m => m.Encoded)], null, ask.At);
            }
            foreach (var campaign in known.SkipLast(1))
                listener.Tell(campaign.Id, [], campaign.OfAll, ask.At);
            // The others may say of long ago what still holds; by this one, everything has been told by now.
            if (last is not null)
                listener.Tell(last.Id, [], last.EncodeOfAll(ask.At), ask.At);
        }
    }

    private LiveCampaign Add(Guid id, string slug)
    {
        var campaign = new LiveCampaign(id, slug);
        _campaigns.Add(id, campaign);
        return campaign;
    }
}
