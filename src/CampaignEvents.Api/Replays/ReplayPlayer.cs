using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// Plays one replay to one reader: at every tick the state at the replay's moment, if it has changed, and before it the
/// milestones on the way. What a slow reader has no time for is skipped, milestones never.
/// </summary>
internal sealed class ReplayPlayer(ReplayPlan plan, ReplayFrames frames, EventStream stream, ReplayOptions options, TimeProvider clock)
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1), _shortest = TimeSpan.FromMilliseconds(1);

    private readonly ReplayClock _replay = new(clock, plan.StartsAt, plan.To, plan.Factor);
    private ReplayPosition _told = plan.Told;
    private Progress _before = plan.Before;
    private TimeSpan _lastWritten;

    /// <summary>Plays to the end; false when the reader is gone before.</summary>
    public async Task<bool> PlayAsync(CancellationToken cancellation)
    {
        stream.Retry(_retry);
        DateTimeOffset? due = plan.StartsAt;
        for (var first = true; ; first = false)
        {
            var moment = first ? plan.StartsAt : _replay.Now;
            if (moment >= plan.To)
                return await EndAsync(cancellation);
            if (moment >= due || SinceWritten >= options.Heartbeat)
            {
                var frame = await frames.ReadAsync(plan.CampaignId, moment, _told.Line, cancellation);
                due = frame.NextChange;
                if (!await TellAsync(frame, always: first && plan.Fresh, cancellation))
                    return false;
            }
            await Task.Delay(Wait(due), clock, cancellation);
        }
    }

    private TimeSpan SinceWritten => _replay.Elapsed - _lastWritten;

    private async ValueTask<bool> TellAsync(ReplayFrame frame, bool always, CancellationToken cancellation)
    {
        var (progress, at) = (frame.Progress, frame.At);
        if (!await TellMilestonesAsync(frame.Milestones, progress.Line, cancellation))
            return false;
        if (always || progress.Line != _before.Line || progress.StateAt(at) != _before.StateAt(_told.At))
        {
            _told = _told with { At = at, Line = progress.Line };
            stream.Event(
                "state", _told.ToString(), new(at, ProgressAnswer.Of(progress, at), ReplayChange.Between(_before, progress)), ApiJson.Default.ReplayState);
            _before = progress;
        }
        else if (SinceWritten >= options.Heartbeat)
        {
            stream.Send(EventStream.Heartbeat);
        }
        else
        {
            return true;
        }
        return await FlushAsync(cancellation);
    }

    private async Task<bool> EndAsync(CancellationToken cancellation)
    {
        var state = await frames.EndAsync(plan.CampaignId, plan.To, cancellation);
        var progress = state.Campaign.Progress;
        var milestones = await frames.MilestonesAsync(plan.CampaignId, _told.Line, progress.Line, cancellation);
        if (!await TellMilestonesAsync(milestones, progress.Line, cancellation))
            return false;
        _told = _told with { At = plan.To, Line = progress.Line };
        stream.Event(
            "end", _told.ToString(), new(plan.To, ReplayChange.Between(_before, progress), StateAnswer.Of(state, plan.To)), ApiJson.Default.ReplayEnd);
        return await FlushAsync(cancellation);
    }

    private async ValueTask<bool> TellMilestonesAsync(IReadOnlyList<MilestoneRow> page, long to, CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var row in page)
            {
                _told = _told with { Line = row.Line };
                stream.Event("milestone", _told.ToString(), MilestoneChangeAnswer.Of(row), ApiJson.Default.MilestoneChangeAnswer);
            }
            if (page.Count < ReplayFrames.MilestonePage)
                return true;
            if (!await FlushAsync(cancellation))
                return false;
            page = await frames.MilestonesAsync(plan.CampaignId, _told.Line, to, cancellation);
        }
    }

    private async ValueTask<bool> FlushAsync(CancellationToken cancellation)
    {
        var taken = await stream.FlushAsync(cancellation);
        _lastWritten = _replay.Elapsed;
        return taken;
    }

    // To the tick at or after the next change; earlier for a sign of life or the end.
    private TimeSpan Wait(DateTimeOffset? due)
    {
        var now = _replay.Elapsed;
        var tick = options.FrameEvery * (Math.Floor(now / options.FrameEvery) + 1);
        var change = due is { } at ? Later(tick, _replay.ElapsedAt(at)) : TimeSpan.MaxValue;
        var wake = Sooner(Sooner(change, _replay.ElapsedAt(plan.To)), _lastWritten + options.Heartbeat);
        return Later(wake - now, _shortest);
    }

    private static TimeSpan Sooner(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
