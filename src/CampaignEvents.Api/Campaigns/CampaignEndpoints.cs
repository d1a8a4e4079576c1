using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Campaigns;

internal static class CampaignEndpoints
{
    private const int MaximumPage = 100;

    public static void MapCampaigns(this RouteGroupBuilder group)
    {
        group.MapGet("", List).WithName("ListCampaigns").WithSummary("Campaigns in order of slug, with their progress");
        group.MapPost("", Launch).WithName("LaunchCampaign").WithSummary("Launch a campaign").ForStaff()
            .Accepts<LaunchRequest>("application/json").WithMetadata(new BodyLimit(BodyLimit.Launch));
        group.MapGet("{slug}", Get).WithName("GetCampaign").WithSummary("One campaign, with its progress");
        group.MapPut("{slug}/goal", ChangeGoal).WithName("ChangeGoal").WithSummary("Set another goal, above the count").ForStaff()
            .Accepts<GoalRequest>("application/json");
        group.MapPost("{slug}/close", Close).WithName("CloseCampaign").WithSummary("Take no more signatures").ForStaff();
        group.MapPost("{slug}/reopen", Reopen).WithName("ReopenCampaign").WithSummary("Take signatures again").ForStaff()
            .Accepts<ReopenRequest>(isOptional: true, "application/json");
        group.MapGet("{slug}/progress", ProgressEndpoint.Get).WithName("GetProgress")
            .WithSummary("How far the campaign is now (at most 250 ms old), or was").TakesAsOf()
            .Produces<ProgressAnswer>().Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{slug}/timeline", TimelineEndpoint.Get).WithName("GetTimeline")
            .WithSummary("How the count grew, by minute, hour or day of a time zone").TakesAsOf().Takes("from", "First time that is wanted, with Z or an offset.");
    }

    /// <summary>Campaigns in order of slug.</summary>
    private static async Task<Results<Ok<CampaignList>, ProblemHttpResult>> List(
        string? after, int? limit, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (limit is < 1 or > MaximumPage)
            return Problems.Invalid([new("limit", $"must be between 1 and {MaximumPage}")]);
        var (size, start) = (limit ?? MaximumPage, after ?? "");
        var found = await session.Query<CampaignPage>()
            .Where(page => page.Slug.CompareTo(start) > 0).OrderBy(page => page.Slug).Take(size + 1).ToListAsync(cancellation);
        var pages = found.Take(size).ToList();
        var campaigns = (await session.LoadManyAsync<Campaign>(cancellation, [.. pages.Select(p => p.Id)])).ToDictionary(c => c.Id);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new CampaignList(
            [.. pages.Select(page => CampaignAnswer.Of(page, campaigns[page.Id], now))],
            found.Count > size ? pages[^1].Slug : null));
    }

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Get(
        string slug, IQuerySession session, TimeProvider clock, CancellationToken cancellation) =>
        await LoadAsync(slug, session, clock, cancellation) is { } campaign ? TypedResults.Ok(campaign) : Problems.UnknownCampaign();

    private static async Task<Results<Created<CampaignAnswer>, Ok<CampaignAnswer>, ProblemHttpResult>> Launch(
        HttpRequest http, CampaignLedger ledger, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.LaunchRequest, r => r.Problems(now));
        if (problem is not null)
            return problem;
        var terms = request!.ToTerms();
        var outcome = await ledger.ExecuteAsync(CampaignId.Of(terms.Slug), new LaunchCampaign(terms, request.LaunchedAt ?? now));
        if (outcome.Rejection is { } rejection)
            return Problems.Rejected(rejection);
        var answer = (await LoadAsync(terms.Slug, session, clock, cancellation))!;
        return outcome.Lines.IsEmpty ? TypedResults.Ok(answer) : TypedResults.Created($"/api/campaigns/{terms.Slug}", answer);
    }

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> ChangeGoal(
        string slug, HttpRequest http, StaffCommands commands, TimeProvider clock)
    {
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.GoalRequest, r => GoalLadder.CountProblems("goal", r.Goal));
        return problem is not null ? problem : await commands.ExecuteAsync(slug, new ChangeGoal(request!.Goal!.Value, clock.GetUtcNow()));
    }

    private static Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Close(string slug, StaffCommands commands, TimeProvider clock) =>
        commands.ExecuteAsync(slug, new CloseCampaign(clock.GetUtcNow()));

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Reopen(
        string slug, HttpRequest http, StaffCommands commands, TimeProvider clock)
    {
        var (request, problem) = http.ContentLength == 0 || http.ContentType is null
            ? (new ReopenRequest(null), null)
            : await Body.ReadAsync(http, ApiJson.Default.ReopenRequest, _ => []);
        return problem is not null
            ? problem
            : await commands.ExecuteAsync(slug, new ReopenCampaign(request!.ClosesAt?.ToUniversalTime(), clock.GetUtcNow()));
    }

    internal static async Task<CampaignAnswer?> LoadAsync(
        string slug, IQuerySession session, TimeProvider clock, CancellationToken cancellation)
    {
        if (!CampaignSlug.IsValid(slug))
            return null;
        var id = CampaignId.Of(slug);
        var (page, campaign) = (await session.LoadAsync<CampaignPage>(id, cancellation), await session.LoadAsync<Campaign>(id, cancellation));
        return page is null || campaign is null ? null : CampaignAnswer.Of(page, campaign, clock.GetUtcNow());
    }
}
