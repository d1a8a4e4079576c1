using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tallies;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Tallies;

internal static class TallyEndpoints
{
    private const int MaximumPage = 1_000;

    public static void MapTallies(this RouteGroupBuilder group) =>
        group.MapGet("{slug}/tallies/{dimension}", Get).WithName("GetTallies")
            .WithSummary("The count by country, channel or share").TakesAsOf();

    /// <summary>The count told apart by one dimension; items and unknown sum to the count.</summary>
    private static async Task<Results<Ok<TallyAnswer>, ProblemHttpResult>> Get(
        string slug, string dimension, string? after, int? limit, HttpContext context, CampaignDirectory directory,
        IDocumentStore store, NpgsqlDataSource dataSource, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (moment, momentProblem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        Dimension? by = dimension switch
        {
            "country" => Dimension.Country,
            "channel" => Dimension.Channel,
            "share" => Dimension.Share,
            _ => null,
        };
        Problem?[] problems =
        [
            momentProblem,
            by is null ? new("dimension", "must be country, channel or share") : null,
            limit is < 1 or > MaximumPage ? new("limit", "must be between 1 and 1,000") : null,
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());

        await using var read = await ConsistentRead.BeginAsync(store, dataSource, context.RequestAborted);
        if (await AsOf.ReadAsync(read, campaign.Id, moment, context.RequestAborted) is not { } state)
            return Problems.NotYetLaunched();
        return TypedResults.Ok(await TallyQuery.ReadAsync(
            read.Connection, campaign.Id, by!.Value, state, after, limit ?? MaximumPage, context.RequestAborted));
    }
}
