using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Signatures;

internal static class SignEndpoint
{
    /// <summary>In campaigns with confirmation, no answer is quicker than this.</summary>
    private static readonly TimeSpan _evenAnswer = TimeSpan.FromMilliseconds(50);

    /// <summary>Signs a campaign. Safe to send again: a person is counted once.</summary>
    public static async Task<Results<Created<SignedAnswer>, Ok<RepeatedAnswer>, Accepted<SubmittedAnswer>, ProblemHttpResult>> Post(
        string slug, HttpRequest http, CampaignDirectory directory, SignatureSealer sealer, SignatureTokens tokens,
        CampaignLedger ledger, Ids ids, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, http.HttpContext.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.SignRequest, r => r.ToInput().Problems(countryRequired: true));
        // A request has arrived when the last of it has.
        var (arrival, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        if (problem is not null)
            return problem;

        var command = sealer.Seal(campaign.Id, ids.Next(), request!.ToInput(), arrival);
        var outcome = await ledger.ExecuteAsync(campaign.Id, command);
        if (outcome.Rejection is { } rejection)
            return Problems.Rejected(rejection);
        if (campaign.Confirmation == Confirmation.Email)
        {
            await EvenAsync(started, clock);
            return TypedResults.Accepted((string?)null, new SubmittedAnswer(command.SignatureId));
        }
        var signatory = outcome.After.Signatory!;
        var (number, count) = (signatory.Number ?? 0, signatory.Count ?? 0);
        return outcome.Lines.IsEmpty
            ? TypedResults.Ok(new RepeatedAnswer(signatory.SignatureId, number, count))
            : TypedResults.Created((string?)null, new SignedAnswer(command.SignatureId, number, count, tokens.For(command.SignatureId)));
    }

    // A repeat is written and committed like a first time; the little that is left of a difference goes under in this.
    private static Task EvenAsync(long started, TimeProvider clock)
    {
        var left = _evenAnswer - clock.GetElapsedTime(started);
        return left > TimeSpan.Zero ? Task.Delay(left, clock) : Task.CompletedTask;
    }
}
