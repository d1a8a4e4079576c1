using System.ComponentModel.DataAnnotations;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Shares;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Shares;

/// <summary>Records that a campaign is passed on.</summary>
/// <param name="Channel">Where: lower-case letters, digits, <c>. - _</c>, at most 32.</param>
/// <param name="SignatureId">The signature of who passes it on, if they signed.</param>
/// <param name="Token">That signatory's token; asked for together with the signature.</param>
/// <param name="ShareId">An id of the client's own, which makes it safe to send again; left out: a new one is made.</param>
internal sealed record ShareRequest([property: Required] string? Channel, Guid? SignatureId, string? Token, Guid? ShareId)
{
    public override string ToString() => nameof(ShareRequest);
}

/// <summary>A share.</summary>
/// <param name="ShareId">To be carried by the link, and given back as <c>referral</c> by who signs through it.</param>
/// <param name="Channel">Where it is passed on.</param>
internal sealed record ShareAnswer(Guid ShareId, string Channel);

internal static class ShareEndpoints
{
    public static void MapShares(this RouteGroupBuilder group) =>
        group.MapPost("{slug}/shares", Post).WithName("ShareCampaign").WithSummary("Pass a campaign on through a link")
            .Accepts<ShareRequest>("application/json").CanBeBusy();

    private static async Task<Results<Created<ShareAnswer>, Ok<ShareAnswer>, ProblemHttpResult>> Post(
        string slug, HttpRequest http, CampaignDirectory directory, CampaignLedger ledger,
        SignatureTokens tokens, Ids ids, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, http.HttpContext.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ShareRequest, r => Channel.Problems(r.Channel, required: true));
        var arrival = clock.GetUtcNow();
        if (problem is not null)
            return problem;
        // Nobody shares in another's name; and a made-up signature looks like one whose token is wrong.
        if (request!.SignatureId is { } signatureId && !tokens.Fits(signatureId, request.Token))
            return Problems.Rejected(Rejections.SignatureUnknown);
        var shareId = request.ShareId ?? ids.Next();
        var outcome = await ledger.ExecuteAsync(campaign.Id, new ShareCampaign(shareId, request.Channel!, request.SignatureId, arrival));
        if (outcome.Rejection is { } rejection)
            return Problems.Rejected(rejection);
        var share = outcome.After.Share!;
        var answer = new ShareAnswer(share.Id, share.Channel);
        return outcome.Lines.IsEmpty ? TypedResults.Ok(answer) : TypedResults.Created((string?)null, answer);
    }
}
