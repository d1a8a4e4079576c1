using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Api.Webhooks;

/// <summary>The three headers of Standard Webhooks 1.0.0.</summary>
/// <param name="Id">One per message, the same on every try.</param>
/// <param name="Timestamp">Unix seconds of this try.</param>
/// <param name="Signature">One signature for each key, with spaces between them.</param>
internal sealed record WebhookSignature(string Id, string Timestamp, string Signature)
{
    public static WebhookSignature Of(Guid deliveryId, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<byte[]> keys)
    {
        var id = "msg_" + deliveryId.ToString("N");
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] content = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];
        return new(id, timestamp, string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content)))));
    }
}
