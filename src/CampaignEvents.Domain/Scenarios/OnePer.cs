namespace CampaignEvents.Domain.Scenarios;

/// <summary>
/// Of what no more than one signature counts at a time. A ledger holds no two of one canonical e-mail, for the second was
/// refused and never recorded; so only what is stricter than that can leave any out.
/// </summary>
public enum OnePer
{
    /// <summary>An e-mail address as typed, but for case.</summary>
    Email,

    /// <summary>A mailbox, however its address is spelled: how campaigns count.</summary>
    CanonicalEmail,

    /// <summary>Country and postcode. Without a postcode everybody stands alone.</summary>
    Household,
}
