using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Signatures;

/// <summary>
/// Seals a person's details with AES-256-GCM under a key of their own, made from the installation's secret and 16 random
/// bytes in their signatory row. Once those bytes are gone, from the row and from backups of it, the details cannot be read
/// by anybody, wherever copies of the event are.
/// </summary>
internal sealed class PersonSeal(Secrets secrets)
{
    private const int TagLength = 16, NonceLength = 12;
    private const char Separator = '\u001f';

    /// <summary>The material of a new key.</summary>
    public static Guid NewKey() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>Ciphertext and tag, base64url. A key seals one signature only, so the nonce can be that signature's id.</summary>
    public string Seal(Person person, Guid key, Guid signatureId)
    {
        var clear = string.Join(Separator, person.Name, person.Email, person.Postcode, person.Comment);
        Span<byte> plaintext = new byte[Encoding.UTF8.GetByteCount(clear)];
        Encoding.UTF8.GetBytes(clear, plaintext);
        Span<byte> sealedBytes = new byte[plaintext.Length + TagLength];
        Span<byte> id = stackalloc byte[16];
        signatureId.TryWriteBytes(id, bigEndian: true, out _);
        using var cipher = Cipher(key);
        cipher.Encrypt(Nonce(id), plaintext, sealedBytes[..plaintext.Length], sealedBytes[plaintext.Length..], id);
        CryptographicOperations.ZeroMemory(plaintext);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <exception cref="CryptographicException">Another key, another signature, or altered data.</exception>
    public Person Unseal(string person, Guid key, Guid signatureId)
    {
        ReadOnlySpan<byte> sealedBytes = Base64Url.DecodeFromChars(person);
        if (sealedBytes.Length < TagLength)
            throw new CryptographicException("What is sealed is too short.");
        Span<byte> plaintext = new byte[sealedBytes.Length - TagLength];
        Span<byte> id = stackalloc byte[16];
        signatureId.TryWriteBytes(id, bigEndian: true, out _);
        using var cipher = Cipher(key);
        cipher.Decrypt(Nonce(id), sealedBytes[..^TagLength], sealedBytes[^TagLength..], plaintext, id);
        var parts = Encoding.UTF8.GetString(plaintext).Split(Separator);
        return new(parts[0], parts[1], Optional(parts[2]), Optional(parts[3]));
    }

    private AesGcm Cipher(Guid key)
    {
        Span<byte> material = stackalloc byte[16];
        key.TryWriteBytes(material, bigEndian: true, out _);
        Span<byte> cipherKey = stackalloc byte[32];
        HMACSHA256.HashData(secrets.Sealing, material, cipherKey);
        var cipher = new AesGcm(cipherKey, TagLength);
        CryptographicOperations.ZeroMemory(cipherKey);
        return cipher;
    }

    private static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> id) => id[..NonceLength];

    private static string? Optional(string value) => value.Length == 0 ? null : value;
}
