using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Signatures;

/// <summary>Turns what a person gave into a command without personal data in clear. The one way to a signature.</summary>
internal sealed class SignatureSealer(Fingerprints fingerprints, PersonSeal seal)
{
    /// <param name="campaignId">The campaign that is signed.</param>
    /// <param name="signatureId">Used if a signature is recorded.</param>
    /// <param name="input">Without problems.</param>
    /// <param name="at">Arrival of the request, or history's time.</param>
    /// <param name="collectedAt">When it was given, where that is earlier than the ledger can say.</param>
    public SignCampaign Seal(
        Guid campaignId, Guid signatureId, SignatureInput input, DateTimeOffset at, DateTimeOffset? collectedAt = null)
    {
        var normalized = EmailAddress.Normalize(input.Email!)!;
        var mailbox = EmailAddress.Mailbox(input.Email!)!;
        var postcode = string.IsNullOrWhiteSpace(input.Postcode) ? null : input.Postcode.Trim();
        var person = new Person(input.Name!.Trim(), input.Email!.Trim(), postcode, input.Comment?.Trim());
        var key = PersonSeal.NewKey();
        return new(
            signatureId,
            fingerprints.OfSignatory(campaignId, normalized),
            seal.Seal(person, key, signatureId),
            key,
            input.Country,
            string.IsNullOrEmpty(input.Channel) ? null : input.Channel,
            input.Referral,
            mailbox == normalized ? null : fingerprints.OfMailbox(campaignId, mailbox),
            postcode is null ? null : fingerprints.OfHousehold(campaignId, input.Country, postcode),
            collectedAt,
            at);
    }
}
