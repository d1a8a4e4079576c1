using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Signatures;

/// <summary>Commands about a signature that exists.</summary>
internal sealed class SignatureCommands(CampaignDirectory directory, CampaignLedger ledger, SignatureTokens tokens)
{
    /// <summary>Asks for the signatory's token first; a wrong one is answered like an unknown signature.</summary>
    public async Task<Results<Ok<SignatureAnswer>, ProblemHttpResult>> BySignatoryAsync(
        string slug, Guid signatureId, HttpRequest http, Command command)
    {
        var (request, problem) = await Body.ReadAsync(
            http, ApiJson.Default.TokenRequest, r => string.IsNullOrEmpty(r.Token) ? [new Problem("token", "is required")] : []);
        if (problem is not null)
            return problem;
        return tokens.Fits(signatureId, request!.Token)
            ? await ExecuteAsync(slug, signatureId, command)
            : Problems.Rejected(Rejections.SignatureUnknown);
    }

    public async Task<Results<Ok<SignatureAnswer>, ProblemHttpResult>> ExecuteAsync(string slug, Guid signatureId, Command command)
    {
        if (await directory.FindAsync(slug, CancellationToken.None) is not { } campaign)
            return Problems.UnknownCampaign();
        var outcome = await ledger.ExecuteAsync(campaign.Id, command);
        if (outcome.Rejection is { } rejection)
            return Problems.Rejected(rejection);
        var signatory = outcome.After.Signatory!;
        return TypedResults.Ok(new SignatureAnswer(
            signatureId, signatory.Status.ToString().ToLowerInvariant(), signatory.Number, outcome.After.Campaign.Progress.Count));
    }
}
