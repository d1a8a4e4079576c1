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
        RemoveUnreadable(json, type, "", problems);
        var unread = problems.Select(p => p.Field).ToHashSet();
        if (json.Deserialize(type) is { } rest)
            problems.AddRange(check(rest).Where(p => !unread.Contains(p.Field)));
        return problems;
    }

    private static void RemoveUnreadable(JsonObject json, JsonTypeInfo type, string prefix, List<Problem> problems)
    {
        foreach (var (name, node) in json.ToArray())
        {
            var property = type.Properties.FirstOrDefault(p => p.Name == name);
            var inner = property is null ? null : type.Options.GetTypeInfo(property.PropertyType);
            if (inner is not null && CanRead(node, inner))
                continue;
            if (inner is { Kind: JsonTypeInfoKind.Object } && node is JsonObject nested)
            {
                RemoveUnreadable(nested, inner, $"{prefix}{name}.", problems);
                continue;
            }
            json.Remove(name);
            problems.Add(property is null ? new(prefix + Shown(name), "is unknown here") : new(prefix + name, "cannot be read: it has the wrong type or form"));
        }
    }

    private static JsonObject? ReadObject(ReadOnlySequence<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.ToArray(), documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
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
