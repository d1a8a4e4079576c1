using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Scenarios;

internal static class ScenarioEndpoints
{
    private const int MaximumPage = 100;

    public static void MapScenarios(this RouteGroupBuilder group)
    {
        group.MapPost("{slug}/scenarios", Post).WithName("AskScenario").WithSummary("Ask what other rules would have given; it is replayed in the background")
            .ForStaff().Accepts<ScenarioRequest>("application/json");
        group.MapGet("{slug}/scenarios", List).WithName("ListScenarios").WithSummary("A campaign's scenarios, newest first, without results").ForStaff();
        group.MapGet("{slug}/scenarios/{id:guid}", Get).WithName("GetScenario").WithSummary("A scenario: how far it is, and what it came to").ForStaff();
        group.MapPost("{slug}/scenarios/{id:guid}/cancel", Cancel).WithName("CancelScenario").WithSummary("End a scenario that waits or runs").ForStaff();
        group.MapDelete("{slug}/scenarios/{id:guid}", Delete).WithName("DeleteScenario").WithSummary("Remove a scenario that does not run").ForStaff();
        group.MapGet("{slug}/scenarios/{id:guid}/timeline", ScenarioTimelineEndpoint.Get).WithName("GetScenarioTimeline")
            .WithSummary("How the count grew, and how it would have grown").ForStaff()
            .Takes("from", "First time that is wanted, with Z or an offset.").ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Accepted<ScenarioAnswer>, ProblemHttpResult>> Post(
        string slug, HttpRequest http, CampaignDirectory directory, IQuerySession session, ScenarioStore store, ScenarioWorker worker, Ids ids)
    {
        if (await directory.FindAsync(slug, http.HttpContext.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var page = await session.LoadAsync<CampaignPage>(campaign.Id, http.HttpContext.RequestAborted);
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ScenarioRequest, r => r.Problems(campaign.Confirmation, page!.LaunchedAt));
        if (problem is not null)
            return problem;
        var id = ids.Next();
        if (!await store.AddAsync(id, campaign.Id, request!.Name!.Trim(), request.Rules ?? ScenarioRulesBody.Own, CancellationToken.None))
            return Problems.Rejected(Rejections.TooManyScenarios);
        worker.Wake();
        var row = await store.FindAsync(campaign.Id, id, CancellationToken.None);
        return TypedResults.Accepted($"/api/campaigns/{slug}/scenarios/{id}", ScenarioAnswer.Of(row!));
    }

    private static async Task<Results<Ok<ScenarioList>, ProblemHttpResult>> List(
        string slug, Guid? after, int? limit, CampaignDirectory directory, ScenarioStore store, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaximumPage)
            return Problems.Invalid([new("limit", $"must be between 1 and {MaximumPage}")]);
        if (await directory.FindAsync(slug, cancellation) is not { } campaign)
            return Problems.UnknownCampaign();
        var size = limit ?? MaximumPage;
        var rows = await store.ListAsync(campaign.Id, after, size + 1, cancellation);
        return TypedResults.Ok(new ScenarioList(
            [.. rows.Take(size).Select(row => ScenarioAnswer.Of(row, withResult: false))], rows.Count > size ? rows[size - 1].Id : null));
    }

    private static async Task<Results<Ok<ScenarioAnswer>, ProblemHttpResult>> Get(
        string slug, Guid id, CampaignDirectory directory, ScenarioStore store, CancellationToken cancellation)
    {
        if (await directory.FindAsync(slug, cancellation) is not { } campaign)
            return Problems.UnknownCampaign();
        return await store.FindAsync(campaign.Id, id, cancellation) is { } row
            ? TypedResults.Ok(ScenarioAnswer.Of(row))
            : Problems.Rejected(Rejections.ScenarioUnknown);
    }

    private static async Task<Results<Ok<ScenarioAnswer>, ProblemHttpResult>> Cancel(
        string slug, Guid id, CampaignDirectory directory, ScenarioStore store)
    {
        if (await directory.FindAsync(slug, CancellationToken.None) is not { } campaign)
            return Problems.UnknownCampaign();
        await store.CancelAsync(campaign.Id, id, CancellationToken.None);
        return await store.FindAsync(campaign.Id, id, CancellationToken.None) switch
        {
            null => Problems.Rejected(Rejections.ScenarioUnknown),
            { State: ScenarioState.Done or ScenarioState.Failed } => Problems.Rejected(Rejections.ScenarioEnded),
            var row => TypedResults.Ok(ScenarioAnswer.Of(row)),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string slug, Guid id, CampaignDirectory directory, ScenarioStore store, WorkConnections work, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, CancellationToken.None) is not { } campaign)
            return Problems.UnknownCampaign();
        if (await store.FindAsync(campaign.Id, id, CancellationToken.None) is null)
            return Problems.Rejected(Rejections.ScenarioUnknown);
        await using var lease = await ScenarioLease.TryTakeAsync(work, id, clock, CancellationToken.None);
        if (lease is null)
            return Problems.Rejected(Rejections.ScenarioRunning);
        await lease.DeleteAsync(id, CancellationToken.None);
        return TypedResults.NoContent();
    }
}
