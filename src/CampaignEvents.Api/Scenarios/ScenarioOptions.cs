namespace CampaignEvents.Api.Scenarios;

/// <summary>Bound from the configuration section <c>Scenarios</c>.</summary>
internal sealed class ScenarioOptions
{
    /// <summary>Whether this process runs scenarios. False: it takes them on, and others run them.</summary>
    public bool Run { get; set; } = true;
}
