namespace CampaignEvents.Api.Verifications;

/// <summary>What a verification came to.</summary>
/// <param name="Lines">Lines that were folded.</param>
/// <param name="Count">The count that they give.</param>
/// <param name="Differences">Values that are not what follows from the lines; 0: everything is proved.</param>
internal sealed record VerificationResult(long Lines, long Count, long Differences);
