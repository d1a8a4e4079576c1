namespace CampaignEvents.Domain.Scenarios;

/// <summary>The rules of a scenario, in the order in which they are asked: a line belongs to the first that changes it.</summary>
public enum ScenarioRule
{
    LeaveOutTime,
    LeaveOutSources,
    LeaveOutCountries,
    LeaveOutChannels,
    ClosesAt,
    OnePer,
    CountFrom,
    Thresholds,
    AddThresholds,
    Ladder,

    /// <summary>No rule of its own: milestones, goals and staff's decisions that came out otherwise because the count did.</summary>
    Following,
}
