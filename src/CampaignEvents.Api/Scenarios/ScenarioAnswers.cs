using CampaignEvents.Api.Campaigns;
using CampaignEvents.Domain.Scenarios;

namespace CampaignEvents.Api.Scenarios;

/// <summary>A scenario, how far it is, and what it came to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">As given.</param>
/// <param name="Rules">As given.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="AskedAt">When it was asked for. It covers the ledger up to then.</param>
/// <param name="StartedAt">When it was last begun; left out while it waits.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Result">Left out in lists, and unless done.</param>
/// <param name="Error">Why it failed: <c>ledger-unreadable</c>, <c>taken-too-often</c> or <c>fault</c>.</param>
internal sealed record ScenarioAnswer(
    Guid Id, string Name, ScenarioRulesBody Rules, string State, DateTimeOffset AskedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    ScenarioProgress Progress, ScenarioResult? Result, string? Error)
{
    public static ScenarioAnswer Of(ScenarioRow row, bool withResult = true) => new(
        row.Id, row.Name, row.Rules, row.State.ToString().ToLowerInvariant(), row.AskedAt, row.StartedAt, row.FinishedAt,
        ScenarioProgress.From(row), withResult ? row.Result : null, row.Error);
}

/// <summary>How far a scenario is.</summary>
/// <param name="Lines">Replayed.</param>
/// <param name="Of">To replay: the ledger when the scenario was asked for.</param>
/// <param name="PerSecond">While running.</param>
/// <param name="SecondsLeft">While running, at that rate.</param>
internal sealed record ScenarioProgress(long Lines, long Of, long? PerSecond, long? SecondsLeft)
{
    public static ScenarioProgress From(ScenarioRow row) => row is { State: ScenarioState.Running, PerSecond: > 0 }
        ? new(row.Lines, row.ToLine, row.PerSecond, (row.ToLine - row.Lines + row.PerSecond - 1) / row.PerSecond)
        : new(row.Lines, row.ToLine, null, null);
}

/// <summary>Scenarios, newest first.</summary>
/// <param name="Scenarios">Without results.</param>
/// <param name="Next">Pass as <c>after</c> to go on; left out at the end.</param>
internal sealed record ScenarioList(IReadOnlyList<ScenarioAnswer> Scenarios, Guid? Next);

/// <summary>What a scenario came to, beside what there was after the same line.</summary>
/// <param name="Count">The counts.</param>
/// <param name="Goal">The goals.</param>
/// <param name="LinesChanged">Lines that each rule left out, moved or changed; <c>following</c>: that came out otherwise because the count did.</param>
/// <param name="Milestones">In order of threshold.</param>
/// <param name="Progress">After the last line, as of that line's time.</param>
internal sealed record ScenarioResult(
    ScenarioNumbers Count, ScenarioNumbers Goal, IReadOnlyDictionary<string, long> LinesChanged, IReadOnlyList<ScenarioMilestone> Milestones,
    ScenarioSides Progress)
{
    public static ScenarioResult Of(ScenarioComparison c, ScenarioRules rules) => new(
        ScenarioNumbers.Of(c.Real.Count, c.Scenario.Count), ScenarioNumbers.Of(c.Real.Goal, c.Scenario.Goal),
        Enum.GetValues<ScenarioRule>().Where(rule => rules.Has(rule)).ToDictionary(NameOf, rule => c.LinesChanged.GetValueOrDefault(rule)),
        [.. c.Milestones.Select(m => new ScenarioMilestone(m.Threshold, m.Real, m.Scenario, (decimal?)m.Later?.Ticks / TimeSpan.TicksPerSecond))],
        new(ProgressAnswer.Of(c.Real, c.Real.At), ProgressAnswer.Of(c.Scenario, c.Real.At)));

    private static string NameOf(ScenarioRule rule) => rule switch
    {
        ScenarioRule.LeaveOutTime => "leaveOut.time",
        ScenarioRule.LeaveOutSources => "leaveOut.sources",
        ScenarioRule.LeaveOutCountries => "leaveOut.countries",
        ScenarioRule.LeaveOutChannels => "leaveOut.channels",
        ScenarioRule.ClosesAt => "closesAt",
        ScenarioRule.OnePer => "onePer",
        ScenarioRule.CountFrom => "countFrom",
        ScenarioRule.Thresholds => "thresholds",
        ScenarioRule.AddThresholds => "addThresholds",
        ScenarioRule.Ladder => "ladder",
        _ => "following",
    };
}

/// <summary>A number of the real campaign and the scenario's.</summary>
/// <param name="Difference">Scenario less real.</param>
internal sealed record ScenarioNumbers(long Real, long Scenario, long Difference)
{
    public static ScenarioNumbers Of(long real, long scenario) => new(real, scenario, scenario - real);
}

/// <summary>When a threshold was reached; left out where it was not.</summary>
/// <param name="SecondsLater">How much later in the scenario; negative: earlier; left out unless reached in both.</param>
internal sealed record ScenarioMilestone(long Threshold, DateTimeOffset? Real, DateTimeOffset? Scenario, decimal? SecondsLater);

/// <summary>Progress of both.</summary>
internal sealed record ScenarioSides(ProgressAnswer Real, ProgressAnswer Scenario);
