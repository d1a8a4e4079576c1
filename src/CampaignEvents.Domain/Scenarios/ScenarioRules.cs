using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>In what a scenario differs from its campaign. What is null stays as the campaign had it.</summary>
/// <param name="Ladder">Goals to raise to, ascending; empty: never raised.</param>
/// <param name="Thresholds">In place of the campaign's, and of all that staff added or removed later; the goals are watched anyway.</param>
/// <param name="AddThresholds">Besides the campaign's.</param>
/// <param name="CountFrom">From when a signature counts.</param>
/// <param name="OnePer">Of what no more than one signature counts at a time.</param>
/// <param name="LeaveOut">What is left out.</param>
/// <param name="ClosesAt">When it closes, whatever staff closed or reopened.</param>
public sealed record ScenarioRules(
    ImmutableArray<long>? Ladder = null, ImmutableArray<long>? Thresholds = null, ImmutableArray<long>? AddThresholds = null,
    CountFrom? CountFrom = null, OnePer? OnePer = null, LeaveOut? LeaveOut = null, DateTimeOffset? ClosesAt = null)
{
    /// <summary>The campaign's own rules.</summary>
    public static readonly ScenarioRules Own = new();

    /// <summary>Whether a rule was given.</summary>
    public bool Has(ScenarioRule rule) => rule switch
    {
        ScenarioRule.LeaveOutTime => LeaveOut is { HasTime: true },
        ScenarioRule.LeaveOutSources => LeaveOut is { Sources.Length: > 0 },
        ScenarioRule.LeaveOutCountries => LeaveOut is { Countries.Length: > 0 },
        ScenarioRule.LeaveOutChannels => LeaveOut is { Channels.Length: > 0 },
        ScenarioRule.ClosesAt => ClosesAt is not null,
        ScenarioRule.OnePer => OnePer is not null,
        ScenarioRule.CountFrom => CountFrom is not null,
        ScenarioRule.Thresholds => Thresholds is not null,
        ScenarioRule.AddThresholds => AddThresholds is not null,
        ScenarioRule.Ladder => Ladder is not null,
        _ => true,
    };

    /// <summary>Everything that keeps a scenario from being asked under these rules.</summary>
    /// <param name="confirmation">The campaign's.</param>
    /// <param name="launchedAt">When the campaign was launched.</param>
    public IEnumerable<Problem> Problems(Confirmation confirmation, DateTimeOffset launchedAt) =>
    [
        .. GoalLadder.Problems("ladder", Ladder ?? []),
        .. GoalLadder.Problems("thresholds", Thresholds ?? []),
        .. GoalLadder.Problems("addThresholds", AddThresholds ?? []),
        .. CountFrom == Scenarios.CountFrom.Confirmation && confirmation == Confirmation.None
            ? [new Problem("countFrom", "cannot be confirmation in a campaign that asked for none")] : Array.Empty<Problem>(),
        .. (LeaveOut ?? LeaveOut.Nothing).Problems(),
        .. ClosesAt <= launchedAt ? [new Problem("closesAt", "must be later than the launch")] : Array.Empty<Problem>(),
    ];

    /// <summary>The terms the campaign would have been launched with.</summary>
    public CampaignTerms Apply(CampaignTerms terms) => terms with
    {
        Ladder = Ladder ?? terms.Ladder,
        Thresholds = AddThresholds is { } more ? [.. (Thresholds ?? terms.Thresholds).Union(more).Order()] : Thresholds ?? terms.Thresholds,
        Confirmation = CountFrom is null ? terms.Confirmation : Confirmation.None,
        ClosesAt = ClosesAt ?? terms.ClosesAt,
    };

    /// <summary>The rules that can make a difference: what a campaign has anyway is no rule.</summary>
    public ScenarioRules Against(CampaignTerms terms) => this with
    {
        Ladder = Ladder is { } ladder && ladder.SequenceEqual(terms.Ladder) ? null : Ladder,
        Thresholds = Thresholds is { } thresholds && thresholds.SequenceEqual(terms.Thresholds) ? null : Thresholds,
        AddThresholds = AddThresholds is { Length: 0 } ? null : AddThresholds,
        CountFrom = CountFrom == Scenarios.CountFrom.Submission && terms.Confirmation == Confirmation.Email ? CountFrom : null,
        // Of one mailbox, and so of one address, the ledger has no two.
        OnePer = OnePer == Scenarios.OnePer.Household ? OnePer : null,
    };

    /// <summary>Whether they can change which signatures count, or when.</summary>
    internal bool JudgeSignatures => CountFrom is not null || OnePer is not null || ClosesAt is not null ||
        LeaveOut is { HasTime: true } or { Countries.Length: > 0 } or { Channels.Length: > 0 };
}
