using System.Net.Mime;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain;
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
    private static Results<ContentHttpResult, ProblemHttpResult> Ask(Guid id, string? token, UnsubscribeTokens tokens) => tokens.Fits(id, token)
        ? Page("""<p>Do you want no more of these mails?</p><form method="post"><button>Unsubscribe</button></form>""")
        : Problems.Rejected(Rejections.ReceiverUnknown);

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> End(
        Guid id, string? token, UnsubscribeTokens tokens, ReceiverRegister register, CancellationToken cancellation) =>
        tokens.Fits(id, token) && await register.UnsubscribeAsync(id, cancellation)
            ? Page("<p>You get no more of these mails.</p>")
            : Problems.Rejected(Rejections.ReceiverUnknown);

    private static ContentHttpResult Page(string body) => TypedResults.Content(
        $"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Unsubscribe</title><body>{body}</body></html>""",
        MediaTypeNames.Text.Html);
}
