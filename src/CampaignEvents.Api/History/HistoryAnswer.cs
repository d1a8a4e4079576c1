using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.History;

/// <summary>Lines of a ledger, in order.</summary>
/// <param name="Lines">At most as many as were asked for.</param>
/// <param name="Next">Pass as <c>after</c> to go on; left out at the end.</param>
internal sealed record HistoryAnswer(IReadOnlyList<HistoryLine> Lines, long? Next);

/// <summary>One line.</summary>
/// <param name="Line">Its number.</param>
/// <param name="At">Ledger time.</param>
/// <param name="Type">The event's stored name.</param>
/// <param name="Data">What happened, without sealed data and fingerprints.</param>
internal sealed record HistoryLine(long Line, DateTimeOffset At, string Type, JsonElement Data)
{
    private static readonly JsonSerializerOptions _open = Open();

    public static HistoryLine Of(Line line) => new(
        line.Number, line.At, StoredEvents.NameOf(line.Event), JsonSerializer.SerializeToElement(line.Event, line.Event.GetType(), _open));

    private static JsonSerializerOptions Open()
    {
        var options = new JsonSerializerOptions();
        LedgerJson.Configure(options);
        options.Converters.Add(new UtcConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Withhold } };
        return options;
    }

    private static void Withhold(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Name == "person" || property.PropertyType == typeof(Fingerprint) || property.PropertyType == typeof(Fingerprint?))
                property.ShouldSerialize = (_, _) => false;
        }
    }
}
