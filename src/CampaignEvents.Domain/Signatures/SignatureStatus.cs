namespace CampaignEvents.Domain.Signatures;

/// <summary>Where a signature stands. The numbers are stored.</summary>
public enum SignatureStatus
{
    /// <summary>Submitted, not confirmed: not counted.</summary>
    Pending = 1,

    /// <summary>Counted, with a number.</summary>
    Counted = 2,

    /// <summary>Taken back by its signatory.</summary>
    Withdrawn = 3,

    /// <summary>Taken out by staff.</summary>
    Invalidated = 4,
}
