using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Verifications;

/// <summary>One line of the answer to a verification: how far it is, a difference, or the result.</summary>
/// <param name="Line">The last line that is folded.</param>
/// <param name="Of">Lines of the ledger when it began.</param>
/// <param name="Difference">A value that does not follow from the ledger.</param>
/// <param name="Result">The last line of the answer; without it, the verification did not end.</param>
internal sealed record VerificationAnswer(
    long? Line = null, long? Of = null, Difference? Difference = null, VerificationResultAnswer? Result = null);

/// <summary>What a verification came to.</summary>
/// <param name="Proved">Everything that is stored follows from the ledger.</param>
/// <param name="Lines">Lines that were folded.</param>
/// <param name="Count">The count that they give.</param>
/// <param name="Differences">How many values differ.</param>
internal sealed record VerificationResultAnswer(bool Proved, long Lines, long Count, long Differences);
