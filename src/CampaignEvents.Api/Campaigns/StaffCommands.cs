using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Hands a staff command to the ledger and answers with the campaign as it stands after.</summary>
internal sealed class StaffCommands(CampaignDirectory directory, CampaignLedger ledger, IDocumentStore store, TimeProvider clock)
{
    public async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> ExecuteAsync(string slug, Command command)
    {
        if (await directory.FindAsync(slug, CancellationToken.None) is not { } campaign)
            return Problems.UnknownCampaign();
        var outcome = await ledger.ExecuteAsync(campaign.Id, command);
        if (outcome.Rejection is { } rejection)
            return Problems.Rejected(rejection);
        await using var session = store.QuerySession();
        return TypedResults.Ok((await CampaignEndpoints.LoadAsync(slug, session, clock, CancellationToken.None))!);
    }
}
