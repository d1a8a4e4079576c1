using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>
/// A delivery's id follows from what it tells and to whom (UUID version 8, RFC 9562): the same on every try, node and replay.
/// </summary>
public static class DeliveryId
{
    /// <summary>Of what a line says.</summary>
    public static Guid Of(Guid campaignId, long line, Guid receiverId) => Of("delivery:", campaignId, line, receiverId);

    /// <summary>Of a turn: whichever line set its moment, it is told once.</summary>
    public static Guid Of(Guid campaignId, CampaignTurn turn, Guid receiverId) =>
        Of(turn.Opens ? "opening:" : "closing:", campaignId, turn.At.UtcTicks, receiverId);

    /// <summary>Of the digest of the day that ends then.</summary>
    public static Guid OfDigest(DateTimeOffset at, Guid receiverId) => Of("digest:", Guid.Empty, at.UtcTicks, receiverId);

    /// <summary>Of the count after a line, whatever else is told of that line.</summary>
    public static Guid OfCount(Guid campaignId, long line, Guid receiverId) => Of("count:", campaignId, line, receiverId);

    private static Guid Of(string what, Guid campaignId, long number, Guid receiverId)
    {
        var prefix = Encoding.ASCII.GetBytes(what);
        Span<byte> name = stackalloc byte[prefix.Length + 16 + sizeof(long) + 16];
        prefix.CopyTo(name);
        campaignId.TryWriteBytes(name[prefix.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(name[(prefix.Length + 16)..], number);
        receiverId.TryWriteBytes(name[(prefix.Length + 16 + sizeof(long))..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
