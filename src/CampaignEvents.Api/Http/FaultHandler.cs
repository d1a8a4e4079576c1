using CampaignEvents.Api.Ledger;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CampaignEvents.Api.Http;

/// <summary>Turns what could not be done now into 503. Everything else becomes a 500 without detail.</summary>
internal sealed class FaultHandler(IOptions<LedgerOptions> options) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            await Problems.TooLarge().ExecuteAsync(context);
            return true;
        }
        if (exception is not LedgerUnavailableException && !(exception is NpgsqlException or TimeoutException && LedgerFault.IsUnavailable(exception)))
            return false;
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(options.Value.RetryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Problems.Unavailable().ExecuteAsync(context);
        return true;
    }
}
