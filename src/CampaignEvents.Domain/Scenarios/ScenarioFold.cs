using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>
/// Folds a real ledger, line by line from its first, into the ledger it would have been under other rules. A rule that is not
/// given judges nothing again: under the campaign's own rules every line comes out as it was.
/// </summary>
/// <param name="given">The rules, as asked for.</param>
public sealed class ScenarioFold(ScenarioRules given)
{
    private readonly LedgerFold _fold = new();
    private readonly List<FoldedLine> _lines = [];

    // Set by the launch, which is the first line of every ledger.
    private ScenarioRules _rules = null!;
    private ScenarioJudge _judge = null!;
    private ScenarioChanges _changes = null!;
    private ScenarioSignatures? _signatures;

    /// <summary>What the last line came to: nothing, or one line and those that follow from it by rule. Valid until the next.</summary>
    public ReadOnlySpan<FoldedLine> Lines => CollectionsMarshal.AsSpan(_lines);

    /// <summary>Everything after the last line.</summary>
    public LedgerState State => _fold.State;

    /// <summary>How many lines each rule changed; a rule that changed none is not among them.</summary>
    public ImmutableSortedDictionary<ScenarioRule, long> LinesChanged => _changes.ToLines();

    /// <summary>Takes the next real line.</summary>
    public void Add(Line line)
    {
        _lines.Clear();
        switch (line.Event)
        {
            case CampaignLaunched e:
                Launch(e.Terms);
                Write(line, new CampaignLaunched(_rules.Apply(e.Terms)));
                break;
            case MilestoneReached or MilestoneFallenBelow or MilestoneRegained or GoalRaised:
                _changes.There(line.Event);
                break;
            default:
                _changes.Next();
                if (Of(line) is { } here)
                    Write(line, here);
                break;
        }
    }

    private void Launch(CampaignTerms terms)
    {
        _rules = given.Against(terms);
        _judge = new(_rules, terms.ClosesAt);
        _changes = new(_rules, terms);
        _signatures = _rules.JudgeSignatures ? new(_rules, _judge, _changes) : null;
    }

    private LedgerEvent? Of(Line line) => line.Event switch
    {
        SignatureCounted or SignatureSubmitted or SignatureConfirmed or SignatureWithdrawn or SignatureInvalidated =>
            _signatures is null ? line.Event : _signatures.Of(line, _fold.Progress.Counted + 1),
        ExternalCountRecorded e => Of(e, line.At),
        GoalChanged e => Ask(new ChangeGoal(e.To, line.At), e),
        ThresholdAdded or ThresholdRemoved when _rules.Thresholds is not null => LeaveOut(ScenarioRule.Thresholds),
        ThresholdAdded e => Ask(new AddThreshold(e.Threshold, line.At), e),
        ThresholdRemoved e => Ask(new RemoveThreshold(e.Threshold, line.At), e),
        CampaignClosed when _rules.ClosesAt is not null => LeaveOut(ScenarioRule.ClosesAt),
        CampaignReopened e when _rules.ClosesAt is not null => Of(e),
        // Shares, and what no rule of a scenario can touch.
        _ => line.Event,
    };

    private LedgerEvent? Of(CampaignReopened e)
    {
        _judge.Reopened(e.ClosesAt);
        return LeaveOut(ScenarioRule.ClosesAt);
    }

    private ExternalCountRecorded? Of(ExternalCountRecorded e, DateTimeOffset at)
    {
        if (_judge.External(e.Source, e.CollectedAt ?? at) is { } rule)
        {
            _changes.Add(rule);
            return null;
        }
        if (_judge.Rest(e, at) is not { } rest)
            return e;
        var here = rest.Decide(new(_fold.Campaign)).Events is [ExternalCountRecorded recorded] ? recorded : null;
        if (here?.Count != e.Count || here.Change != e.Change)
            _changes.Add(rest.Count == e.Count && _rules.LeaveOut is { HasTime: true } ? ScenarioRule.LeaveOutTime : ScenarioRule.LeaveOutCountries);
        return here;
    }

    // What the scenario's campaign would refuse, or has anyway, is left out.
    private LedgerEvent? Ask(Command command, LedgerEvent there)
    {
        var here = command.Decide(new(_fold.Campaign)).Events is [var decided] ? decided : null;
        if (here != there)
            _changes.Decided(there);
        return here;
    }

    private LedgerEvent? LeaveOut(ScenarioRule rule)
    {
        _changes.Add(rule);
        return null;
    }

    private void Write(Line there, LedgerEvent here)
    {
        Append(there, here);
        var campaign = _fold.Campaign;
        if (MilestoneRules.IsSettled(campaign) || Crossing.By(_lines[^1].Line) is not { } crossing)
            return;
        foreach (var following in MilestoneRules.After(campaign, crossing))
        {
            Append(there, following);
            _changes.Here(following);
        }
    }

    private void Append(Line there, LedgerEvent here)
    {
        var number = _fold.Progress.Line + 1;
        var line = number == there.Number && ReferenceEquals(here, there.Event) ? there : new(number, there.At, here);
        _lines.Add(_fold.Add(line));
    }
}
