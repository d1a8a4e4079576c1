using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Signatures;

/// <summary>A signatory's token for one signature: an HMAC of its id, so it is stored nowhere and can be mailed again.</summary>
internal sealed class SignatureTokens(Secrets secrets)
{
    private const int Length = 18;

    public string For(Guid signatureId)
    {
        Span<byte> token = stackalloc byte[Length];
        Make(signatureId, token);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Fits(Guid signatureId, string? token)
    {
        Span<byte> expected = stackalloc byte[Length];
        Make(signatureId, expected);
        Span<byte> given = stackalloc byte[Length];
        given.Clear();
        if (token is { Length: Length * 4 / 3 })
            Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(token), given, out _, out _);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private void Make(Guid signatureId, Span<byte> token)
    {
        Span<byte> id = stackalloc byte[16];
        signatureId.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secrets.Tokens, id, hash);
        hash[..Length].CopyTo(token);
    }
}
