using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>A delivery's id follows from line and receiver (UUID version 8, RFC 9562): the same on every try, node and replay.</summary>
public static class DeliveryId
{
    public static Guid Of(Guid campaignId, long line, Guid receiverId)
    {
        var prefix = Encoding.ASCII.GetBytes("delivery:");
        Span<byte> name = stackalloc byte[prefix.Length + 16 + sizeof(long) + 16];
        prefix.CopyTo(name);
        campaignId.TryWriteBytes(name[prefix.Length..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(name[(prefix.Length + 16)..], line);
        receiverId.TryWriteBytes(name[(prefix.Length + 16 + sizeof(long))..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
