namespace CampaignEvents.Domain.Signatures;

/// <summary>Staff took a signature out. Its number stays given.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Number">Its number; null when it had not counted.</param>
/// <param name="Reason">Why, without personal data.</param>
/// <param name="Country">As signed.</param>
/// <param name="Channel">As signed.</param>
/// <param name="Referral">As signed.</param>
public sealed record SignatureInvalidated(
    Guid SignatureId, long? Number, string Reason, string? Country, string? Channel, Guid? Referral) : LedgerEvent;
