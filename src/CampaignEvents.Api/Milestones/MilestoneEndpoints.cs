using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Milestones;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Milestones;

internal static class MilestoneEndpoints
{
    public static void MapMilestones(this RouteGroupBuilder group)
    {
        group.MapGet("{slug}/milestones", Get).WithName("GetMilestones").WithSummary("Thresholds that were reached, in order").TakesAsOf();
        group.MapPost("{slug}/thresholds", Add).WithName("AddThreshold").WithSummary("Watch for a count").ForStaff()
            .Accepts<ThresholdRequest>("application/json");
        group.MapDelete("{slug}/thresholds/{threshold:long}", Remove).WithName("RemoveThreshold")
            .WithSummary("Watch a threshold no longer; a milestone already reached stays").ForStaff();
    }

    private static async Task<Results<Ok<IReadOnlyList<MilestoneAnswer>>, ProblemHttpResult>> Get(
        string slug, HttpContext context, CampaignDirectory directory, IDocumentStore store, NpgsqlDataSource dataSource, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (moment, problem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        if (problem is not null)
            return Problems.Invalid([problem]);
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, context.RequestAborted);
        if (await AsOf.ReadAsync(read, campaign.Id, moment, context.RequestAborted) is not { } state)
            return Problems.NotYetLaunched();
        var changes = await MilestoneQuery.ReadAsync(read.Connection, campaign.Id, after: 0, state.Progress.Line, limit: null, context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<MilestoneAnswer>>(MilestoneAnswer.Of(changes));
    }

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Add(
        string slug, HttpRequest http, StaffCommands commands, TimeProvider clock)
    {
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ThresholdRequest, r => GoalLadder.CountProblems("threshold", r.Threshold));
        return problem is not null ? problem : await commands.ExecuteAsync(slug, new AddThreshold(request!.Threshold!.Value, clock.GetUtcNow()));
    }

    private static Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Remove(
        string slug, long threshold, StaffCommands commands, TimeProvider clock) =>
        commands.ExecuteAsync(slug, new RemoveThreshold(threshold, clock.GetUtcNow()));
}
