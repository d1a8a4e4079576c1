using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Replays;

/// <summary>How a replay stands.</summary>
/// <param name="State">After the last line folded.</param>
/// <param name="At">The moment it is at.</param>
/// <param name="Changes">By how much the count moved, for each column of its time.</param>
internal sealed record ReplaySight(LedgerState State, DateTimeOffset At, IReadOnlyList<long> Changes);

/// <summary>Folds a ledger again from its first line, at a chosen speed or as fast as it can. Its memory does not grow with the ledger.</summary>
/// <param name="ledger">Where lines come from.</param>
/// <param name="clock">By which it is played.</param>
/// <param name="task">What is replayed.</param>
/// <param name="columns">Into how many its time is divided.</param>
internal sealed class ReplayRun(LedgerReader ledger, TimeProvider clock, ReplayTask task, int columns)
{
    // Timers are no finer; what comes sooner comes with what came before.
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly LedgerFold _fold = new();
    private readonly Growth _growth = new(task.From, task.To, columns);
    private ReplayClock? _play;

    /// <summary>Called for each milestone, in its place.</summary>
    public Action<MilestoneRow>? OnMilestone { get; init; }

    /// <summary>Called with the state at the beginning, and at the end of each column in which something happened, before what happened later.</summary>
    public Action<DateTimeOffset, Progress>? OnFrame { get; init; }

    /// <param name="done">Gets the number of lines folded.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The state at the end.</returns>
    public async Task<LedgerState> RunAsync(Action<long> done, CancellationToken cancellation)
    {
        // Before the first column: how things stood where it begins.
        var framed = -1;
        await foreach (var page in ledger.PagesAsync(task.CampaignId, new(Until: task.To), cancellation))
        {
            foreach (var line in page)
            {
                int? column = task.Tells(line.At) ? _growth.ColumnOf(line.At) : null;
                if (column > framed)
                {
                    OnFrame?.Invoke(_growth.EndOf(framed), _fold.Campaign.Progress);
                    framed = column.Value;
                }
                if (column is not null && task.Factor is not null)
                    await ComeToAsync(line.At, cancellation);
                Add(line, column);
                done(line.Number);
            }
        }
        if (task.Factor is not null)
            await ComeToAsync(task.To, cancellation);
        return _fold.State;
    }

    /// <summary>How it stands just now, in the middle of the run.</summary>
    public ReplaySight Look()
    {
        lock (_lock)
            return new(_fold.State, _play?.Now ?? _fold.Campaign.Progress.At, [.. _growth.Changes]);
    }

    private void Add(Line line, int? column)
    {
        lock (_lock)
        {
            var before = _fold.Campaign.Progress.Count;
            _fold.Add(line);
            if (column is { } at)
                _growth.Add(at, _fold.Campaign.Progress.Count - before);
        }
        if (column is not null && MilestoneRow.Of(line) is { } milestone)
            OnMilestone?.Invoke(milestone);
    }

    private async ValueTask ComeToAsync(DateTimeOffset moment, CancellationToken cancellation)
    {
        _play ??= new ReplayClock(clock, task.From, task.To, task.Factor!.Value);
        if (_play.ElapsedAt(moment) - _play.Elapsed is var wait && wait >= _shortest)
            await Task.Delay(wait, clock, cancellation);
    }
}
