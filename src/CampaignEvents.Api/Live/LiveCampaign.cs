using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Live;

/// <summary>What is known here of a campaign that somebody listens to. Guarded by its owner.</summary>
internal sealed class LiveCampaign(Guid id, string slug)
{
    private ReadOnlyMemory<byte>? _one, _ofAll;

    public Guid Id => id;

    public LiveAudience Audience { get; } = new();

    /// <summary>As it was read last; null before the first reading.</summary>
    public Progress? Progress { get; private set; }

    /// <summary>The moment of the reading that it is told with.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When its ledger was written to, by the database's clock.</summary>
    public DateTimeOffset WrittenAt { get; private set; }

    public long Line => Progress?.Line ?? 0;

    /// <summary>The progress, as those are told it who listen to this campaign.</summary>
    public ReadOnlyMemory<byte> One => _one ??= LiveEvents.Progress(Line, slug, Progress!, At);

    /// <summary>The progress, as those are told it who listen to all.</summary>
    public ReadOnlyMemory<byte> OfAll => _ofAll ??= EncodeOfAll(At);

    public ReadOnlyMemory<byte> EncodeOfAll(DateTimeOffset at) => LiveEvents.Progress(at.ToUnixTimeMilliseconds(), slug, Progress!, at);

    /// <summary>Who is new is told where things stand at once. Who comes back may have missed what is not read yet.</summary>
    public void Join(LiveListener listener, DateTimeOffset now)
    {
        if (Progress is null || listener.Told is not null)
        {
            Audience.Wait(listener);
            return;
        }
        Audience.Admit(listener);
        listener.Tell(id, [], One, now);
    }

    /// <summary>Takes what was read; false when nothing is to be told: no line, and still open or closed.</summary>
    public bool Take(LiveNews? news, DateTimeOffset at)
    {
        var (before, was) = (Progress, Progress?.StateAt(At));
        if (news is not null)
            (Progress, WrittenAt) = (news.Progress, news.WrittenAt);
        if (Progress is null || (Progress.Line == before?.Line && Progress.StateAt(at) == was))
            return false;
        (At, _one, _ofAll) = (at, null, null);
        return true;
    }

    /// <summary>Tells those who waited what they missed, and where things stand.</summary>
    public void Admit(IReadOnlyList<LiveListener> waiting, IReadOnlyList<MilestoneRow> missed, DateTimeOffset at)
    {
        if (Progress is null)
            return;
        var encoded = Encode(missed);
        foreach (var listener in waiting.Where(Audience.IsWaiting))
        {
            var own = listener.Told is { } told ? encoded.Skip(missed.TakeWhile(row => row.Line <= told).Count()).ToList() : [];
            if (missed.Count == LiveReader.Page && listener.Told is not null)
            {
                // There may be more of them, which the next reading brings.
                listener.Tell(id, own, null, at);
                listener.Told = Math.Max(listener.Told.Value, missed[^1].Line);
                continue;
            }
            Audience.Admit(listener);
            listener.Tell(id, own, One, at);
        }
    }

    /// <summary>Milestones as those are told them who listen to this campaign.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Encode(IReadOnlyList<MilestoneRow> rows) =>
        rows.Count == 0 ? [] : [.. rows.Select(row => LiveEvents.Milestone(row.Line, slug, row))];

    /// <summary>Milestones as those are told them who listen to all.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> EncodeOfAll(IReadOnlyList<MilestoneRow> rows) =>
        rows.Count == 0 ? [] : [.. rows.Select(row => LiveEvents.Milestone(At.ToUnixTimeMilliseconds(), slug, row))];
}
