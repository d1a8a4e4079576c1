using System.Security.Cryptography;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// The keys of an installation, all derived (HKDF, RFC 5869) from one master secret of 32 bytes or more. Whoever has the
/// database alone can neither unseal a person nor test who has signed.
/// </summary>
internal sealed class Secrets
{
    public Secrets(ReadOnlySpan<byte> master)
    {
        if (master.Length < 32)
            throw new ArgumentException("The master secret must be at least 32 bytes.", nameof(master));
        Fingerprints = Derive(master, "campaign-events/fingerprints/1"u8);
        Sealing = Derive(master, "campaign-events/sealing/1"u8);
        Tokens = Derive(master, "campaign-events/tokens/1"u8);
        Receivers = Derive(master, "campaign-events/receivers/1"u8);
        Unsubscribing = Derive(master, "campaign-events/unsubscribing/1"u8);
        Check = Derive(master, "campaign-events/check/1"u8);
    }

    public byte[] Fingerprints { get; }

    public byte[] Sealing { get; }

    public byte[] Tokens { get; }

    public byte[] Receivers { get; }

    public byte[] Unsubscribing { get; }

    /// <summary>Stored with the data, to notice when it is opened with another secret.</summary>
    public byte[] Check { get; }

    private static byte[] Derive(ReadOnlySpan<byte> master, ReadOnlySpan<byte> purpose)
    {
        var key = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, key, salt: [], purpose);
        return key;
    }
}
