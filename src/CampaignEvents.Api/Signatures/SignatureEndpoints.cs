using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Signatures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Signatures;

internal static class SignatureEndpoints
{
    public static void MapSignatures(this RouteGroupBuilder group)
    {
        group.MapPost("{slug}/signatures", SignEndpoint.Post).WithName("SignCampaign").WithSummary("Sign a campaign")
            .Accepts<SignRequest>("application/json").CanBeBusy();
        group.MapPost("{slug}/signatures/{id:guid}/confirm", Confirm).WithName("ConfirmSignature")
            .WithSummary("Confirm a pending signature, which makes it count").Accepts<TokenRequest>("application/json").CanBeBusy();
        group.MapPost("{slug}/signatures/{id:guid}/withdraw", Withdraw).WithName("WithdrawSignature")
            .WithSummary("Take one's signature back, which also erases one's data").Accepts<TokenRequest>("application/json").CanBeBusy();
        group.MapPost("{slug}/signatures/{id:guid}/invalidate", Invalidate).WithName("InvalidateSignature")
            .WithSummary("Take a signature out, with a reason").Accepts<InvalidateRequest>("application/json").ForStaff();
    }

    private static Task<Results<Ok<SignatureAnswer>, ProblemHttpResult>> Confirm(
        string slug, Guid id, HttpRequest http, SignatureCommands commands, TimeProvider clock) =>
        commands.BySignatoryAsync(slug, id, http, new ConfirmSignature(id, clock.GetUtcNow()));

    private static Task<Results<Ok<SignatureAnswer>, ProblemHttpResult>> Withdraw(
        string slug, Guid id, HttpRequest http, SignatureCommands commands, TimeProvider clock) =>
        commands.BySignatoryAsync(slug, id, http, new WithdrawSignature(id, clock.GetUtcNow()));

    private static async Task<Results<Ok<SignatureAnswer>, ProblemHttpResult>> Invalidate(
        string slug, Guid id, HttpRequest http, SignatureCommands commands, TimeProvider clock)
    {
        var (request, problem) = await Body.ReadAsync(
            http, ApiJson.Default.InvalidateRequest, r => Text.Check("reason", r.Reason, 200, required: true));
        return problem is not null ? problem : await commands.ExecuteAsync(slug, id, new InvalidateSignature(id, request!.Reason!.Trim(), clock.GetUtcNow()));
    }
}
