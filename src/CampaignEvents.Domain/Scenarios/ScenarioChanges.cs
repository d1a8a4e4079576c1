using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>
/// Counts the lines that each rule changed: left out, moved, or come out otherwise. What follows by rule is compared with what
/// followed in reality on the same line: a milestone or a raised goal that only one of the two has, is a changed line.
/// </summary>
internal sealed class ScenarioChanges(ScenarioRules rules, CampaignTerms own)
{
    private readonly long[] _lines = new long[Enum.GetValues<ScenarioRule>().Length];
    private readonly List<LedgerEvent> _onlyHere = [];

    // Counts that are thresholds, or goals, in one of the two only.
    private readonly HashSet<long> _thresholds = Difference(rules.Thresholds, own.Thresholds), _ladder = Difference(rules.Ladder, own.Ladder);
    private readonly HashSet<long> _added = [.. (rules.AddThresholds ?? []).Except(own.Thresholds)];

    public void Add(ScenarioRule rule) => _lines[(int)rule]++;

    /// <summary>A line followed in the scenario.</summary>
    public void Here(LedgerEvent following) => _onlyHere.Add(following);

    /// <summary>A line followed in reality, from the same line.</summary>
    public void There(LedgerEvent following)
    {
        var place = _onlyHere.FindIndex(e => e.GetType() == following.GetType() && CountOf(e) == CountOf(following));
        if (place >= 0)
            _onlyHere.RemoveAt(place);
        else
            Add(RuleOf(following));
    }

    /// <summary>What follows next follows from another line.</summary>
    public void Next()
    {
        foreach (var following in _onlyHere)
            Add(RuleOf(following));
        _onlyHere.Clear();
    }

    /// <summary>A decision of staff's that came out otherwise, or not at all.</summary>
    public void Decided(LedgerEvent decision) => Add(RuleOf(decision));

    public ImmutableSortedDictionary<ScenarioRule, long> ToLines()
    {
        Next();
        return _lines.Select((lines, rule) => KeyValuePair.Create((ScenarioRule)rule, lines)).Where(l => l.Value > 0).ToImmutableSortedDictionary();
    }

    private ScenarioRule RuleOf(LedgerEvent @event) => CountOf(@event) switch
    {
        var count when _thresholds.Contains(count) => ScenarioRule.Thresholds,
        var count when _added.Contains(count) => ScenarioRule.AddThresholds,
        var count when _ladder.Contains(count) => ScenarioRule.Ladder,
        _ => ScenarioRule.Following,
    };

    private static long CountOf(LedgerEvent @event) => @event switch
    {
        MilestoneReached e => e.Threshold,
        MilestoneFallenBelow e => e.Threshold,
        MilestoneRegained e => e.Threshold,
        GoalRaised e => e.To,
        GoalChanged e => e.To,
        ThresholdAdded e => e.Threshold,
        ThresholdRemoved e => e.Threshold,
        _ => 0,
    };

    private static HashSet<long> Difference(ImmutableArray<long>? given, ImmutableArray<long> own)
    {
        var difference = new HashSet<long>(given ?? own);
        difference.SymmetricExceptWith(own);
        return difference;
    }
}
