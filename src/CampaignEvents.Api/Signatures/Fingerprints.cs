using System.Security.Cryptography;
using System.Text;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Signatures;

/// <summary>Makes fingerprints. Equal values of different campaigns have different ones, so people cannot be followed across.</summary>
internal sealed class Fingerprints(Secrets secrets)
{
    private const byte SignatoryKind = 1, MailboxKind = 2, HouseholdKind = 3;

    public Fingerprint OfSignatory(Guid campaignId, string normalizedEmail) => Of(SignatoryKind, campaignId, normalizedEmail);

    public Fingerprint OfMailbox(Guid campaignId, string mailbox) => Of(MailboxKind, campaignId, mailbox);

    /// <summary>Spaces, hyphens and case of a postcode make no difference.</summary>
    public Fingerprint OfHousehold(Guid campaignId, string? country, string postcode) => Of(
        HouseholdKind, campaignId, country + ":" + string.Concat(postcode.Where(char.IsLetterOrDigit)).ToUpperInvariant());

    private Fingerprint Of(byte kind, Guid campaignId, string value)
    {
        Span<byte> message = stackalloc byte[17 + Encoding.UTF8.GetMaxByteCount(value.Length)];
        message[0] = kind;
        campaignId.TryWriteBytes(message[1..], bigEndian: true, out _);
        var length = 17 + Encoding.UTF8.GetBytes(value, message[17..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secrets.Fingerprints, message[..length], hash);
        return new(new Guid(hash[..16], bigEndian: true));
    }
}
