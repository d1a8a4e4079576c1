using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

internal static class ProgressEndpoint
{
    /// <summary>Progress now, at most 250 ms old, or as of a moment.</summary>
    public static async Task<IResult> Get(
        string slug, HttpContext context, CampaignDirectory directory, ProgressCache cache,
        IDocumentStore store, NpgsqlDataSource dataSource, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        if (!context.Request.QueryString.HasValue)
            return await NowAsync(context, await cache.GetAsync(campaign.Id));

        var (moment, problem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        if (problem is not null)
            return Problems.Invalid([problem]);
        if (moment is null)
            return await NowAsync(context, await cache.GetAsync(campaign.Id));
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, context.RequestAborted);
        return await AsOf.ReadAsync(read, campaign.Id, moment, context.RequestAborted) is { } state
            ? TypedResults.Ok(ProgressAnswer.Of(state.Progress, moment.Value))
            : Problems.NotYetLaunched();
    }

    private static async ValueTask<IResult> NowAsync(HttpContext context, CachedProgress progress)
    {
        var response = context.Response;
        response.Headers.ETag = progress.ETag;
        response.Headers.CacheControl = "public, max-age=0, must-revalidate";
        if (context.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } known && IsKnown(known, progress.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return TypedResults.Empty;
        }
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = progress.Json.Length;
        await response.Body.WriteAsync(progress.Json, context.RequestAborted);
        return TypedResults.Empty;
    }

    private static bool IsKnown(string ifNoneMatch, string etag) =>
        ifNoneMatch == "*" || ifNoneMatch.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == etag || "W/" + tag == etag);
}
