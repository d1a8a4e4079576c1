using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Exports;

/// <summary>Finds the lines that an export covers.</summary>
internal sealed class ExportPlanner(IDocumentStore store, NpgsqlDataSource dataSource)
{
    /// <param name="campaign">Whose ledger.</param>
    /// <param name="request">Without problems.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The plan, or why there is nothing to export. Exactly one of them is null.</returns>
    public async Task<(ExportPlan? Plan, ProblemHttpResult? Problem)> PlanAsync(
        CampaignEntry campaign, ExportRequest request, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        if (await AsOf.ReadAsync(read, campaign.Id, request.AsOf, cancellation) is not { Progress.Line: var end })
            return (null, Problems.NotYetLaunched());
        var (after, last) = (request.After ?? 0, request.To ?? end);
        return last > end || after > last
            ? (null, Problems.UnknownLine())
            : (new(campaign, ExportFormats.Parse(request.Format)!.Value, after, last), null);
    }
}
