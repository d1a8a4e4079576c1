namespace CampaignEvents.Domain.Signatures;

/// <summary>A signature awaits its signatory's confirmation. It has no number and does not count yet.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Signatory">Fingerprint of the normalised e-mail.</param>
/// <param name="Person">Sealed name, e-mail, postcode and comment; base64.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null when unknown.</param>
/// <param name="Channel">How the signatory came.</param>
/// <param name="Referral">The share that brought it.</param>
/// <param name="Mailbox">Fingerprint of the e-mail as typed but for case; null when equal to the signatory's.</param>
/// <param name="Household">Fingerprint of country and postcode; null without a postcode.</param>
/// <param name="CollectedAt">When it was given, where that is earlier than the line.</param>
public sealed record SignatureSubmitted(
    Guid SignatureId, Fingerprint Signatory, string Person, string? Country, string? Channel, Guid? Referral,
    Fingerprint? Mailbox, Fingerprint? Household, DateTimeOffset? CollectedAt) : LedgerEvent;
