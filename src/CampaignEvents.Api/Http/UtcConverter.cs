using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CampaignEvents.Api.Http;

/// <summary>Times in JSON: written in UTC with <c>Z</c> to the microsecond, read with <c>Z</c> or an offset, never without.</summary>
internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Moment.TryParse(reader.GetString() ?? "", out var moment) ? moment : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    public static string Text(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
