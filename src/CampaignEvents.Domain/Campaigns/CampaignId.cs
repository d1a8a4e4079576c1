using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Domain.Campaigns;

/// <summary>A campaign's id follows from its slug (UUID version 8, RFC 9562), so a slug is taken once on every node.</summary>
public static class CampaignId
{
    public static Guid Of(string slug)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes("campaign:" + slug), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
