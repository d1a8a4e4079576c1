using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

internal static class ScenarioTimelineEndpoint
{
    /// <summary>The real timeline as it was after the scenario's last line, and the scenario's, side by side.</summary>
    public static async Task<Results<Ok<ScenarioTimeline>, ProblemHttpResult>> Get(
        string slug, Guid id, string? by, string? zone, HttpContext context, CampaignDirectory directory, ScenarioStore scenarios,
        IDocumentStore store, NpgsqlDataSource dataSource, TimeProvider clock)
    {
        var cancellation = context.RequestAborted;
        if (await directory.FindAsync(slug, cancellation) is not { } campaign)
            return Problems.UnknownCampaign();
        var (wanted, problems) = TimelineWanted.Read(by, zone, context.Request.Query, clock);
        if (problems.Count > 0)
            return Problems.Invalid(problems);
        if (await scenarios.FindAsync(campaign.Id, id, cancellation) is not { } scenario)
            return Problems.Rejected(Rejections.ScenarioUnknown);
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        if (scenario.State != ScenarioState.Done || await AsOf.ReadAsync(read, id, moment: null, cancellation) is not { } here)
            return Problems.Rejected(Rejections.ScenarioNotDone);
        var there = await AsOf.ReadLineAsync(read, campaign.Id, scenario.ToLine, cancellation);
        return TypedResults.Ok(ScenarioTimeline.Of(
            wanted, scenario.ToLine, await SideAsync(campaign.Id, there), await SideAsync(id, here)));

        async Task<TimelineSide> SideAsync(Guid setId, AsOf state)
        {
            var (points, next) = await TimelineQuery.ReadAsync(read.Connection, setId, state, wanted.By, wanted.Zone, wanted.From, cancellation);
            return new(points, next, state.Progress.Count);
        }
    }
}
