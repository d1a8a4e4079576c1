using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CampaignEvents.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Http;

/// <summary>Reads a JSON body, so that everything wrong with it is told in one shape.</summary>
internal static class Body
{
    /// <summary>The value, or the problem to answer with. Exactly one of them is null.</summary>
    public static async ValueTask<(T? Value, ProblemHttpResult? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.UnsupportedMediaType());
        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.BodyReader, type, request.HttpContext.RequestAborted);
            return value is null ? (null, Problems.Invalid([new("body", "is required")])) : (value, null);
        }
        catch (JsonException error)
        {
            return (null, Problems.Invalid([Explain(error)]));
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problems.TooLarge());
        }
    }

    // The message of the exception may repeat what was sent, which may be personal.
    private static Problem Explain(JsonException error)
    {
        var field = error.Path?.TrimStart('$').TrimStart('.') ?? "";
        return field.Length == 0 || field.Length > 40 || !field.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '[' or ']')
            ? new("body", "is not the JSON object that is expected here")
            : new(field, "is unknown here or has the wrong type");
    }
}
