using System.Text.Json;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;

namespace CampaignEvents.Api.Webhooks;

/// <summary>The bodies of webhooks.</summary>
internal sealed class WebhookBodies(OsdiSignatures osdi)
{
    /// <summary>Null when there is nothing to send any more.</summary>
    public async Task<byte[]?> MakeAsync(Receiver receiver, Delivery delivery, CancellationToken cancellation)
    {
        // A test has no signature to show, so it is of the standard flavour for all.
        if (receiver.Flavour == WebhookFlavour.Osdi && delivery.Content is not null)
            return await osdi.MakeAsync(delivery, cancellation) is { } signatures ? JsonSerializer.SerializeToUtf8Bytes(signatures, WebhookJson.Default.OsdiSignatureArray) : null;
        return Standard(receiver, delivery);
    }

    public static byte[] Standard(Receiver receiver, Delivery delivery)
    {
        var data = delivery.Content is { } content
            ? JsonSerializer.SerializeToElement(content, content.GetType(), WebhookJson.Default)
            : JsonSerializer.SerializeToElement(new TestData(receiver.Id, receiver.Name), WebhookJson.Default.TestData);
        return JsonSerializer.SerializeToUtf8Bytes(new StandardBody(delivery.Type, delivery.At, data), WebhookJson.Default.StandardBody);
    }
}

/// <summary>As Standard Webhooks 1.0.0 has it.</summary>
internal sealed record StandardBody(string Type, DateTimeOffset Timestamp, JsonElement Data);

/// <summary>What a test tells.</summary>
internal sealed record TestData(Guid ReceiverId, string Name);
