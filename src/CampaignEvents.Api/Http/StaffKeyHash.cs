using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Api.Http;

/// <summary>The hash that the keys of staff are stored and compared as. A key is 32 random bytes, so a plain SHA-256 suffices.</summary>
internal sealed record StaffKeyHash(byte[] Value)
{
    /// <param name="prefix">Says what it is a key for.</param>
    public static string NewKey(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static StaffKeyHash Of(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Compares in constant time.</summary>
    public bool Fits(string key) => CryptographicOperations.FixedTimeEquals(Of(key).Value, Value);
}
