using System.Net.Mime;
using System.Text;
using CampaignEvents.Api.Receivers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Mail;

/// <summary>Lets whoever gets mail end it: in one click from the mail program (RFC 8058), or on a page.</summary>
internal static class UnsubscribeEndpoints
{
    public static void MapUnsubscribing(this RouteGroupBuilder receivers)
    {
        receivers.MapGet("{id:guid}/unsubscribe", Ask).WithName("AskToUnsubscribe").WithSummary("A page that asks whether to end a receiver's mail")
            .Produces<string>(contentType: MediaTypeNames.Text.Html);
        receivers.MapPost("{id:guid}/unsubscribe", End).WithName("Unsubscribe").WithSummary("End a receiver's mail, with the token that each mail holds")
            .Produces<string>(contentType: MediaTypeNames.Text.Html);
    }

    // Mail programs look at links on their own, so looking changes nothing.
    private static ContentHttpResult Ask(Guid id, string? token, UnsubscribeTokens tokens, HttpResponse response) => tokens.Fits(id, token)
        ? Page(response, """<p>Do you want no more mail about campaigns at this address?</p><form method="post"><button>Unsubscribe</button></form>""")
        : Unknown(response);

    private static async Task<ContentHttpResult> End(
        Guid id, string? token, UnsubscribeTokens tokens, ReceiverRegister register, HttpResponse response, CancellationToken cancellation) =>
        tokens.Fits(id, token) && await register.UnsubscribeAsync(id, cancellation)
            ? Page(response, "<p>You get no more mail about campaigns at this address.</p>")
            : Unknown(response);

    private static ContentHttpResult Unknown(HttpResponse response) =>
        Page(response, "<p>This link is not complete, or no longer good. Please copy all of it from the mail.</p>", StatusCodes.Status404NotFound);

    // The address holds the token, so it is to be kept nowhere and told to nobody.
    private static ContentHttpResult Page(HttpResponse response, string body, int status = StatusCodes.Status200OK)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'";
        return TypedResults.Content(
            $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Unsubscribe</title></head><body>{body}</body></html>""",
            MediaTypeNames.Text.Html, Encoding.UTF8, status);
    }
}
