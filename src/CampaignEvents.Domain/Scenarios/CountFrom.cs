namespace CampaignEvents.Domain.Scenarios;

/// <summary>From when a signature counts in a scenario.</summary>
public enum CountFrom
{
    /// <summary>From when it was given.</summary>
    Submission,

    /// <summary>From when it was confirmed, in a campaign that asks for it.</summary>
    Confirmation,
}
