using System.Globalization;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Replays;

/// <summary>
/// Checks a ledger against the rules by which it was written: no line missing, no time going back, numbers 1, 2, 3 …, sums
/// that add up, and after every line that moves the count just the milestones that follow from it.
/// </summary>
public sealed class LedgerAudit
{
    private readonly Queue<LedgerEvent> _owed = [];
    private readonly HashSet<(Type, long)> _missing = [];
    private (long Number, DateTimeOffset At) _last;

    /// <summary>What is wrong with a line.</summary>
    /// <param name="line">The next line.</param>
    /// <param name="before">The campaign before it.</param>
    /// <param name="after">The campaign after it.</param>
    public IEnumerable<Difference> Check(Line line, Campaign before, Campaign after)
    {
        foreach (var (what, expected, found) in Order(line).Concat(Facts(line.Event, before)).Concat(Milestones(line, after)))
            yield return new("ledger", line.Number, what, expected, found);
        _last = (line.Number, line.At);
    }

    /// <summary>What is missing at the ledger's end.</summary>
    /// <param name="lastLine">What the store says is the last line.</param>
    public IEnumerable<Difference> CheckEnd(long lastLine)
    {
        if (lastLine != _last.Number)
            yield return new("ledger", lastLine, "last line", Text(lastLine), Text(_last.Number));
        foreach (var owed in _owed)
            yield return new("ledger", _last.Number + 1, "milestone rule", owed.ToString(), null);
    }

    private IEnumerable<(string What, string? Expected, string? Found)> Order(Line line)
    {
        if (line.Number != _last.Number + 1)
            yield return ("line number", Text(_last.Number + 1), Text(line.Number));
        if (line.At < _last.At)
            yield return ("time", $"{_last.At:O} or later", $"{line.At:O}");
        if (line.Event is CampaignLaunched != (_last.Number == 0))
            yield return ("launch", _last.Number == 0 ? nameof(CampaignLaunched) : "only as line 1", line.Event.GetType().Name);
    }

    private static IEnumerable<(string What, string? Expected, string? Found)> Facts(LedgerEvent @event, Campaign before)
    {
        var now = before.Progress;
        switch (@event)
        {
            case SignatureCounted { Number: var number } when number != now.Counted + 1:
                yield return ("number", Text(now.Counted + 1), Text(number));
                break;
            case SignatureConfirmed { Number: var number } when number != now.Counted + 1:
                yield return ("number", Text(now.Counted + 1), Text(number));
                break;
            case ExternalCountRecorded external when external.Change != external.Count - (before.Sources.GetValueOrDefault(external.Source)?.Count ?? 0):
                yield return ($"change of {external.Source}", Text(external.Count - (before.Sources.GetValueOrDefault(external.Source)?.Count ?? 0)), Text(external.Change));
                break;
            case GoalChanged { From: var from } when from != now.Goal:
                yield return ("goal changed from", Text(now.Goal), Text(from));
                break;
        }
    }

    private IEnumerable<(string What, string? Expected, string? Found)> Milestones(Line line, Campaign after)
    {
        if (line.Event is MilestoneReached or MilestoneRegained or MilestoneFallenBelow or GoalRaised)
        {
            // Those before it in turn are missing; where it is not owed at all, it stands for the next.
            var owed = _owed.Contains(line.Event);
            while (owed && !_owed.Peek().Equals(line.Event))
                yield return Missing(_owed.Dequeue(), line.Event);
            if (!owed)
                yield return ("milestone rule", _owed.TryPeek(out var next) ? next.ToString() : null, line.Event.ToString());
            _owed.TryDequeue(out _);
            yield break;
        }
        while (_owed.TryDequeue(out var missing))
            yield return Missing(missing, line.Event);
        if (Crossing.By(line) is not { } crossing)
            yield break;
        foreach (var following in MilestoneRules.After(after, crossing))
        {
            if (!_missing.Contains(Subject(following)))
                _owed.Enqueue(following);
        }
    }

    // Told once. What is missing would be owed again after every later line.
    private (string What, string? Expected, string? Found) Missing(LedgerEvent owed, LedgerEvent found)
    {
        _missing.Add(Subject(owed));
        return ("milestone rule", owed.ToString(), found.GetType().Name);
    }

    private static (Type, long) Subject(LedgerEvent following) => (following.GetType(), following switch
    {
        MilestoneReached e => e.Threshold,
        MilestoneRegained e => e.Threshold,
        MilestoneFallenBelow e => e.Threshold,
        GoalRaised e => e.From,
        _ => 0,
    });

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
