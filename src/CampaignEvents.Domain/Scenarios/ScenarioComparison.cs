using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>What a scenario came to, beside what there was.</summary>
/// <param name="Real">Progress after the real ledger's last line that was replayed.</param>
/// <param name="Scenario">Progress after the scenario's last line.</param>
/// <param name="LinesChanged">By rule; none is left out.</param>
/// <param name="Milestones">In order of threshold.</param>
public sealed record ScenarioComparison(
    Progress Real, Progress Scenario, ImmutableSortedDictionary<ScenarioRule, long> LinesChanged, ImmutableArray<MilestonePair> Milestones)
{
    public static ScenarioComparison Of(LedgerState real, LedgerState scenario, ImmutableSortedDictionary<ScenarioRule, long> linesChanged)
    {
        var (there, here) = (real.Milestones.ToDictionary(m => m.Threshold), scenario.Milestones.ToDictionary(m => m.Threshold));
        return new(
            real.Campaign.Progress, scenario.Campaign.Progress, linesChanged,
            [.. there.Keys.Union(here.Keys).Order().Select(t => new MilestonePair(t, there.GetValueOrDefault(t)?.ReachedAt, here.GetValueOrDefault(t)?.ReachedAt))]);
    }
}

/// <summary>When a threshold was reached in reality, and when in the scenario; null: not reached there.</summary>
public sealed record MilestonePair(long Threshold, DateTimeOffset? Real, DateTimeOffset? Scenario)
{
    /// <summary>How much later in the scenario; negative: earlier; null unless reached in both.</summary>
    public TimeSpan? Later => Scenario - Real;
}
