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
        var byRule = line.Event is MilestoneReached or MilestoneRegained or MilestoneFallenBelow or GoalRaised;
        if (byRule && _owed.TryPeek(out var owed) && owed == line.Event)
        {
            _owed.Dequeue();
            yield break;
        }
        // Told once, at the line that should have been another.
        if (byRule || _owed.Count > 0)
            yield return ("milestone rule", _owed.Count > 0 ? _owed.Peek().ToString() : null, byRule ? line.Event.ToString() : line.Event.GetType().Name);
        if (byRule && _owed.Count > 0)
            _owed.Dequeue();
        if (byRule)
            yield break;
        _owed.Clear();
        if (Crossing.By(line) is { } crossing)
        {
            foreach (var following in MilestoneRules.After(after, crossing))
                _owed.Enqueue(following);
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
