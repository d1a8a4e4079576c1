using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>A line as it would have been.</summary>
/// <param name="Line">Numbered within the scenario, without gaps; at the real line's time.</param>
/// <param name="After">The scenario's campaign after it.</param>
public readonly record struct ScenarioLine(Line Line, Campaign After);
