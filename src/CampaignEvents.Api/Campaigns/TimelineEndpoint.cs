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
        by = string.IsNullOrEmpty(by) ? "day" : by;
        zone = string.IsNullOrEmpty(zone) ? "UTC" : zone;
        var (asOf, asOfProblem) = Moment.Read(context.Request.Query, "asOf", clock, past: true);
        var (from, fromProblem) = Moment.Read(context.Request.Query, "from", clock);
        Problem?[] problems =
        [
            asOfProblem, fromProblem,
            by is "minute" or "hour" or "day" ? null : new("by", "must be minute, hour or day"),
            IsZone(zone) ? null : new("zone", "is not an IANA time zone"),
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());

        await using var read = await ConsistentRead.BeginAsync(store, dataSource, context.RequestAborted);
        if (await AsOf.ReadAsync(read, campaign.Id, asOf, context.RequestAborted) is not { } state)
            return Problems.NotYetLaunched();
        var (points, next) = await TimelineQuery.ReadAsync(read.Connection, campaign.Id, state, by, zone, from, context.RequestAborted);
        return TypedResults.Ok(new TimelineAnswer(by, zone, state.Progress.Line, points, next));
    }

    // The system's folder of zones holds more than zones: right/ and posix/ are copies, others are files of its own.
    private static bool IsZone(string zone) =>
        (zone == "UTC" || (zone.Contains('/', StringComparison.Ordinal) && !zone.StartsWith("right/", StringComparison.Ordinal) && !zone.StartsWith("posix/", StringComparison.Ordinal))) &&
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId;
}
