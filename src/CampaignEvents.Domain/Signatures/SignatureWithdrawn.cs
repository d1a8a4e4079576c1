namespace CampaignEvents.Domain.Signatures;

/// <summary>A signatory took a signature back. Its number stays given.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Number">Its number; null when it had not counted.</param>
/// <param name="Country">As signed.</param>
/// <param name="Channel">As signed.</param>
/// <param name="Referral">As signed.</param>
public sealed record SignatureWithdrawn(Guid SignatureId, long? Number, string? Country, string? Channel, Guid? Referral) : LedgerEvent;
