using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Api.Hosting;

/// <summary>Tokens for ids: an HMAC each, so they are stored nowhere and can be given again.</summary>
internal abstract class IdTokens(byte[] key)
{
    private const int Length = 18;

    public string For(Guid id)
    {
        Span<byte> token = stackalloc byte[Length];
        Make(id, token);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Fits(Guid id, string? token)
    {
        Span<byte> expected = stackalloc byte[Length];
        Make(id, expected);
        Span<byte> given = stackalloc byte[Length];
        given.Clear();
        if (token is { Length: Length * 4 / 3 })
            Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(token), given, out _, out _);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    private void Make(Guid id, Span<byte> token)
    {
        Span<byte> name = stackalloc byte[16];
        id.TryWriteBytes(name, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, name, hash);
        hash[..Length].CopyTo(token);
    }
}
