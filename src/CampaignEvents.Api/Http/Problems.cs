using CampaignEvents.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CampaignEvents.Api.Http;

/// <summary>Every problem the API answers with (RFC 9457). Types are <c>urn:campaign-events:code</c>, and codes are public.</summary>
internal static class Problems
{
    /// <summary>400, with all messages by field.</summary>
    public static ProblemHttpResult Invalid(IEnumerable<Problem> problems) => TypedResults.Problem(new HttpValidationProblemDetails(
        problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()))
    {
        Type = Urn("invalid-input"),
        Title = "The request is not valid.",
        Status = StatusCodes.Status400BadRequest,
    });

    /// <summary>409, or 404 where what the command speaks of does not exist.</summary>
    public static ProblemHttpResult Rejected(Rejection rejection) => Make(
        rejection.Unknown ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, rejection.Code, rejection.Reason);

    public static ProblemHttpResult UnknownCampaign() => Rejected(Rejections.CampaignUnknown);

    public static ProblemHttpResult NotYetLaunched() => Make(
        StatusCodes.Status404NotFound, "not-yet-launched", "The campaign had not been launched at that time.");

    public static ProblemHttpResult UnknownLine() => Make(
        StatusCodes.Status404NotFound, "line-unknown", "The ledger has no such line yet.");

    public static ProblemHttpResult TooLarge() => Make(
        StatusCodes.Status413PayloadTooLarge, "too-large", "The body is larger than is taken here.");

    public static ProblemHttpResult UnsupportedMediaType() => Make(
        StatusCodes.Status415UnsupportedMediaType, "json-only", "Send the body as application/json.");

    public static ProblemHttpResult Unauthorized() => Make(
        StatusCodes.Status401Unauthorized, "staff-only", "Staff only: send Authorization: Bearer and the staff key.");

    public static ProblemHttpResult UnsealRightNeeded() => Make(
        StatusCodes.Status403Forbidden, "unseal-right-needed", "Only with the unseal key, which the operator makes.");

    public static ProblemHttpResult Unavailable() => Make(
        StatusCodes.Status503ServiceUnavailable, "try-again", "The service could not take this now. It is safe to ask again.");

    /// <summary>503 when every place for a connection that lasts is taken.</summary>
    public static ProblemHttpResult Full(HttpResponse response)
    {
        response.Headers.RetryAfter = "10";
        return Unavailable();
    }

    public static ProblemHttpResult Other(int status) => Make(status, $"http-{status}", "The request was not taken.");

    public static string Urn(string code) => "urn:campaign-events:" + code;

    private static ProblemHttpResult Make(int status, string code, string title) =>
        TypedResults.Problem(new ProblemDetails { Type = Urn(code), Title = title, Status = status });
}
