using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

internal static class TimelineEndpoint
{
    /// <summary>Signatures counted, removed and reported from elsewhere, by minute, hour or day of a time zone.</summary>
    public static async Task<Results<Ok<TimelineAnswer>, ProblemHttpResult>> Get(
        string slug, string? by, string? zone, HttpContext context, CampaignDirectory directory,
        IDocumentStore store, NpgsqlDataSource dataSource, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (asOf, asOfProblem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        var (wanted, problems) = TimelineWanted.Read(by, zone, context.Request.Query, clock);
        if (asOfProblem is not null || problems.Count > 0)
            return Problems.Invalid([.. asOfProblem is null ? Array.Empty<Problem>() : [asOfProblem], .. problems]);

        await using var read = await ConsistentRead.BeginAsync(store, dataSource, context.RequestAborted);
        if (await AsOf.ReadAsync(read, campaign.Id, asOf, context.RequestAborted) is not { } state)
            return Problems.NotYetLaunched();
        var (points, next) = await TimelineQuery.ReadAsync(
            read.Connection, campaign.Id, state, wanted.By, wanted.Zone, wanted.From, context.RequestAborted);
        return TypedResults.Ok(new TimelineAnswer(wanted.By, wanted.Zone, state.Progress.Line, points, next));
    }
}
