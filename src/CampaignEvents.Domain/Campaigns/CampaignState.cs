namespace CampaignEvents.Domain.Campaigns;

/// <summary>Whether a campaign takes signatures at a moment.</summary>
public enum CampaignState
{
    /// <summary>Launched, but its opening time lies ahead.</summary>
    Scheduled,

    /// <summary>Takes signatures.</summary>
    Open,

    /// <summary>Closed by staff or by its closing time.</summary>
    Closed,
}
