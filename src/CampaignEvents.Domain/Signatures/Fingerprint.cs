namespace CampaignEvents.Domain.Signatures;

/// <summary>
/// Recognises a signatory, mailbox or household without knowing them: the first 128 bits of an HMAC-SHA256, under a secret
/// of the installation, of the campaign and the normalised value (truncation as in RFC 2104, section 5).
/// </summary>
public readonly record struct Fingerprint(Guid Value);
