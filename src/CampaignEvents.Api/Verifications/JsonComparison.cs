using System.Text.Json;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Verifications;

/// <summary>Tells two values apart; two JSON objects by their members, for nobody reads two long texts side by side.</summary>
internal static class JsonComparison
{
    private const int Shown = 200;

    public static IEnumerable<Difference> Of(string part, long? line, string what, string? expected, string? found)
    {
        if (Members(expected) is not { } wanted || Members(found) is not { } stored)
            return [new(part, line, what, Cut(expected), Cut(found))];
        return wanted.Keys.Union(stored.Keys).Where(name => wanted.GetValueOrDefault(name) != stored.GetValueOrDefault(name))
            .SelectMany(name => Of(part, line, $"{what}.{name}", wanted.GetValueOrDefault(name), stored.GetValueOrDefault(name)));
    }

    private static Dictionary<string, string>? Members(string? json)
    {
        if (json?.StartsWith('{') != true)
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText());
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Cut(string? value) => value?.Length > Shown ? value[..Shown] + "…" : value;
}
