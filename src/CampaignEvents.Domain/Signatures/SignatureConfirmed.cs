namespace CampaignEvents.Domain.Signatures;

/// <summary>A pending signature was confirmed by its signatory, and counts.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Number">Its number: 1 for the campaign's first, without gaps, never reused.</param>
/// <param name="Country">As submitted.</param>
/// <param name="Channel">As submitted.</param>
/// <param name="Referral">As submitted.</param>
public sealed record SignatureConfirmed(Guid SignatureId, long Number, string? Country, string? Channel, Guid? Referral) : LedgerEvent;
