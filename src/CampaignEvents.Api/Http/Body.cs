using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CampaignEvents.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Http;

/// <summary>Reads and checks a JSON body, so that everything wrong with it is told at once and in one shape.</summary>
internal static class Body
{
    /// <summary>The value, without problems, or the answer that names them. Exactly one of them is null.</summary>
    public static async ValueTask<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, Func<T, IEnumerable<Problem>> check)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.UnsupportedMediaType());
        try
        {
            var body = await ReadToEndAsync(request);
            var (value, problems) = Parse(body, type, check);
            request.BodyReader.AdvanceTo(body.End);
            return problems.Count > 0 ? (null, Problems.Invalid(problems)) : (value, null);
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problems.TooLarge());
        }
    }

    // Bodies are small: the server refuses larger ones while they are read.
    private static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(HttpRequest request)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.IsCompleted)
                return read.Buffer;
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static (T? Value, List<Problem> Problems) Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type, Func<T, IEnumerable<Problem>> check)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(body);
            var value = JsonSerializer.Deserialize(ref json, type);
            return json.Read() || value is null ? (null, [new("body", "is not one JSON object")]) : (value, [.. check(value)]);
        }
        catch (JsonException)
        {
            return (null, Explain(body, type, check));
        }
    }

    // Names the fields that cannot be read, one by one, and what is wrong with the others. Values are not repeated: they may be personal.
    private static List<Problem> Explain<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type, Func<T, IEnumerable<Problem>> check)
        where T : class
    {
        if (ReadObject(body) is not { } json)
            return [new("body", "is not the JSON object that is expected here")];
        var problems = new List<Problem>();
        foreach (var (name, node) in json.ToArray())
        {
            var property = type.Properties.FirstOrDefault(p => p.Name == name);
            if (property is not null && CanRead(node, type.Options.GetTypeInfo(property.PropertyType)))
                continue;
            json.Remove(name);
            problems.Add(property is null ? new(Shown(name), "is unknown here") : new(name, "cannot be read: it has the wrong type or form"));
        }
        var unread = problems.Select(p => p.Field).ToHashSet();
        if (json.Deserialize(type) is { } rest)
            problems.AddRange(check(rest).Where(p => !unread.Contains(p.Field)));
        return problems;
    }

    private static JsonObject? ReadObject(ReadOnlySequence<byte> body)
    {
        try
        {
            var json = JsonNode.Parse(body.ToArray()) as JsonObject;
            // Finding a name twice is an error too, and shows only when the members are looked at.
            return json?.Count >= 0 ? json : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool CanRead(JsonNode? node, JsonTypeInfo type)
    {
        try
        {
            node.Deserialize(type);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(string name) =>
        name.Length <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : "body";
}
