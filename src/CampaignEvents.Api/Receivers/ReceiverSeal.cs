using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Receivers;

/// <summary>Seals what must not be readable in the database: addresses and signing keys. AES-256-GCM, bound to the receiver.</summary>
internal sealed class ReceiverSeal(Secrets secrets)
{
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Nonce, ciphertext and tag, base64url.</summary>
    public string Seal(Guid receiverId, ReadOnlySpan<byte> clear)
    {
        Span<byte> whole = new byte[NonceLength + clear.Length + TagLength];
        RandomNumberGenerator.Fill(whole[..NonceLength]);
        using var cipher = new AesGcm(secrets.Receivers, TagLength);
        cipher.Encrypt(whole[..NonceLength], clear, whole[NonceLength..^TagLength], whole[^TagLength..], receiverId.ToByteArray(bigEndian: true));
        return Base64Url.EncodeToString(whole);
    }

    public string Seal(Guid receiverId, string clear) => Seal(receiverId, Encoding.UTF8.GetBytes(clear));

    /// <exception cref="CryptographicException">Of another receiver, or altered.</exception>
    public byte[] Unseal(Guid receiverId, string whole)
    {
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(whole);
        var clear = new byte[bytes.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(secrets.Receivers, TagLength);
        cipher.Decrypt(bytes[..NonceLength], bytes[NonceLength..^TagLength], bytes[^TagLength..], clear, receiverId.ToByteArray(bigEndian: true));
        return clear;
    }

    public string TargetOf(Receiver receiver) => Encoding.UTF8.GetString(Unseal(receiver.Id, receiver.Target));
}
