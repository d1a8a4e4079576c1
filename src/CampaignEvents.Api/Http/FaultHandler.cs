using System.Globalization;
using System.Text.RegularExpressions;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Http;

/// <summary>
/// Turns what could not be done now into 503, and what ASP.NET found wrong with a request into a problem of ours.
/// Everything else becomes a 500 without detail.
/// </summary>
internal sealed partial class FaultHandler(IOptions<LedgerOptions> options) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.TooLarge(),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => Problems.Invalid([Explain(bad)]),
            BadHttpRequestException bad => Problems.Other(bad.StatusCode),
            _ when exception is LedgerUnavailableException || LedgerFault.IsUnavailable(exception) => Busy(context),
            _ => null,
        };
        if (problem is null)
            return false;
        await problem.ExecuteAsync(context);
        return true;
    }

    private ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(options.Value.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Unavailable();
    }

    // "Failed to bind parameter "Nullable<int> limit" from "abc".": the name is ours, the value is not repeated.
    private static Problem Explain(BadHttpRequestException bad) =>
        Parameter().Match(bad.Message) is { Success: true } match ? new(match.Groups[1].Value, "cannot be read") : new("request", "cannot be read");

    [GeneratedRegex("""parameter "\S+ (\w+)" from""")]
    private static partial Regex Parameter();
}
