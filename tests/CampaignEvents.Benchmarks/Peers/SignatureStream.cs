using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Benchmarks.Peers;

internal static class SignatureStream
{
    public static Guid IdOf(Guid petitionId, string email)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{petitionId}:{email}"), hash);
        return new(hash[..16]);
    }
}
