using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Signatures;
using JasperFx.Events;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// How the two events that hold a sealed person are stored: as bytes, half as large as JSON. Ledgers are made of little
/// else. First byte 1, the format; then flags for what is optional, ids and hashes in network order, the sealed person last.
/// </summary>
internal sealed class SignatureEventFormat : IEventBinarySerializer
{
    /// <summary>The most bytes that come before the sealed person.</summary>
    public const int OpenLength = 134;

    private const byte Format = 1;

    [Flags]
    private enum Has : byte
    {
        Number = 1, Country = 2, Channel = 4, Referral = 8, Mailbox = 16, Household = 32, CollectedAt = 64,
    }

    public byte[] Serialize(Type type, object data) => data switch
    {
        SignatureCounted e => Write(e, e.Number),
        SignatureSubmitted e => Write(new(e.SignatureId, 0, e.Signatory, e.Person, e.Country, e.Channel, e.Referral, e.Mailbox, e.Household, e.CollectedAt), null),
        _ => throw new NotSupportedException($"{type.Name} is stored as JSON."),
    };

    public object Deserialize(Type type, byte[] data) => Deserialize(type, data, person: true);

    /// <param name="type">Which of the two events.</param>
    /// <param name="data">As stored.</param>
    /// <param name="person">False: the sealed person, half of the bytes and needed by no rule, is left out and reads "".</param>
    public static LedgerEvent Deserialize(Type type, ReadOnlySpan<byte> data, bool person)
    {
        var e = Read(data, person);
        return type == typeof(SignatureCounted)
            ? e
            : new SignatureSubmitted(e.SignatureId, e.Signatory, e.Person, e.Country, e.Channel, e.Referral, e.Mailbox, e.Household, e.CollectedAt);
    }

    private static byte[] Write(SignatureCounted e, long? number)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(256 + e.Person.Length);
        try
        {
            var bytes = new Writer(buffer);
            bytes.Byte(Format);
            bytes.Byte((byte)(
                (number is null ? 0 : Has.Number) | (e.Country is null ? 0 : Has.Country) | (e.Channel is null ? 0 : Has.Channel) |
                (e.Referral is null ? 0 : Has.Referral) | (e.Mailbox is null ? 0 : Has.Mailbox) |
                (e.Household is null ? 0 : Has.Household) | (e.CollectedAt is null ? 0 : Has.CollectedAt)));
            bytes.Id(e.SignatureId);
            bytes.Id(e.Signatory.Value);
            if (number is { } counted)
                bytes.Number(counted);
            bytes.Text(e.Country);
            bytes.Text(e.Channel);
            bytes.Id(e.Referral);
            bytes.Id(e.Mailbox?.Value);
            bytes.Id(e.Household?.Value);
            if (e.CollectedAt is { } at)
                bytes.Number(at.UtcTicks / TimeSpan.TicksPerMicrosecond);
            bytes.Rest(e.Person);
            return bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static SignatureCounted Read(ReadOnlySpan<byte> data, bool person)
    {
        if (data[0] != Format)
            throw new NotSupportedException($"Signature format {data[0]} is newer than this program.");
        var has = (Has)data[1];
        var bytes = new Reader(data[2..]);
        var (signatureId, signatory) = (bytes.Id(), bytes.Id());
        var number = has.HasFlag(Has.Number) ? bytes.Number() : 0;
        var country = has.HasFlag(Has.Country) ? bytes.Text() : null;
        var channel = has.HasFlag(Has.Channel) ? bytes.Text() : null;
        Guid? referral = has.HasFlag(Has.Referral) ? bytes.Id() : null;
        Fingerprint? mailbox = has.HasFlag(Has.Mailbox) ? new(bytes.Id()) : null;
        Fingerprint? household = has.HasFlag(Has.Household) ? new(bytes.Id()) : null;
        DateTimeOffset? collectedAt = has.HasFlag(Has.CollectedAt) ? new(bytes.Number() * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : null;
        return new(signatureId, number, new(signatory), person ? bytes.Rest() : "", country, channel, referral, mailbox, household, collectedAt);
    }

    private ref struct Writer(byte[] buffer)
    {
        private int _length;

        public void Byte(byte value) => buffer[_length++] = value;

        public void Id(Guid? value)
        {
            if (value is not { } id)
                return;
            id.TryWriteBytes(buffer.AsSpan(_length), bigEndian: true, out var written);
            _length += written;
        }

        public void Number(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(_length), value);
            _length += sizeof(long);
        }

        public void Text(string? value)
        {
            if (value is null)
                return;
            var written = Encoding.UTF8.GetBytes(value, buffer.AsSpan(_length + 1));
            buffer[_length] = checked((byte)written);
            _length += 1 + written;
        }

        public void Rest(string base64) => _length += Base64Url.DecodeFromChars(base64, buffer.AsSpan(_length));

        public readonly byte[] ToArray() => buffer.AsSpan(0, _length).ToArray();
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _bytes = bytes;

        public Guid Id() => new(Take(16), bigEndian: true);

        public long Number() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

        public string Text() => Encoding.UTF8.GetString(Take(Take(1)[0]));

        public readonly string Rest() => Base64Url.EncodeToString(_bytes);

        private ReadOnlySpan<byte> Take(int length)
        {
            var taken = _bytes[..length];
            _bytes = _bytes[length..];
            return taken;
        }
    }
}
