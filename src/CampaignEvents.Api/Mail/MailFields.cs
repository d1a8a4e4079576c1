using System.Text.Json;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Api.Webhooks;

namespace CampaignEvents.Api.Mail;

/// <summary>What templates can name: the fields that a webhook of the same delivery has, and the receiver's name.</summary>
internal static class MailFields
{
    public static Dictionary<string, object?> Of(Receiver receiver, Delivery delivery)
    {
        var fields = delivery.Content is { } content
            ? (Dictionary<string, object?>)Value(JsonSerializer.SerializeToElement(content, content.GetType(), WebhookJson.Default))!
            : [];
        fields["receiver"] = receiver.Name;
        return fields;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Number => element.GetInt64(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Every text among the fields, however deep.</summary>
    public static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        Dictionary<string, object?> fields => fields.Values.SelectMany(Texts),
        List<object?> list => list.SelectMany(Texts),
        _ => [],
    };
}
