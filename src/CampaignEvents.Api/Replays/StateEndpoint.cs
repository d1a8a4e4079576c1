using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Replays;

internal static class StateEndpoint
{
    public static void MapState(this RouteGroupBuilder group) =>
        group.MapGet("{slug}/state", Get).WithName("GetState")
            .WithSummary("The whole state after a line or as of a moment: progress, thresholds, breakdowns, milestones").ForStaff().TakesAsOf();

    /// <summary>The whole state after a line, as of a moment, or now.</summary>
    private static async Task<Results<Ok<StateAnswer>, ProblemHttpResult>> Get(
        string slug, long? line, HttpContext context, CampaignDirectory directory, StateAsOf states, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (moment, momentProblem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        Problem?[] problems =
        [
            momentProblem,
            line is < 1 ? new("line", "must be 1 or more") : null,
            line is not null && moment is not null ? new("line", "cannot be given beside asOf") : null,
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());
        var state = await states.ReadAsync(campaign.Id, new(To: line, Until: moment), context.RequestAborted);
        var progress = state.Campaign.Progress;
        if (progress.Line == 0)
            return Problems.NotYetLaunched();
        if (progress.Line < line)
            return Problems.UnknownLine();
        return TypedResults.Ok(StateAnswer.Of(state, moment ?? (line is null ? clock.GetUtcNow() : progress.At)));
    }
}
