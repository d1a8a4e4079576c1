namespace CampaignEvents.Domain.Campaigns;

/// <summary>When a signature counts.</summary>
public enum Confirmation
{
    /// <summary>At once.</summary>
    None,

    /// <summary>Once the signatory has confirmed it through their e-mail.</summary>
    Email,
}
