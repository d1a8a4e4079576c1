using System.Text.Json;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.History;

internal static class HistoryEndpoint
{
    private const int MaximumPage = 1_000, UsualPage = 100;

    public static void MapHistory(this RouteGroupBuilder group) =>
        group.MapGet("{slug}/history", Get).WithName("GetHistory").WithSummary("The ledger's lines in order, without personal data").ForStaff()
            .Takes("from", "Lines at or after this moment, with Z or an offset.").Takes("to", "Lines before this moment, with Z or an offset.");

    /// <summary>The ledger's lines in order.</summary>
    private static async Task<Results<Ok<HistoryAnswer>, ProblemHttpResult>> Get(
        string slug, long? after, int? limit, string[]? type, HttpContext context, CampaignDirectory directory, IQuerySession session, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (from, fromProblem) = Moment.Read(context.Request.Query, "from", clock);
        var (to, toProblem) = Moment.Read(context.Request.Query, "to", clock);
        Problem?[] problems =
        [
            fromProblem, toProblem,
            after is < 0 ? new("after", "must be 0 or more") : null,
            limit is < 1 or > MaximumPage ? new("limit", "must be between 1 and 1,000") : null,
            type?.Any(t => !StoredEvents.Names.Values.Contains(t)) == true ? new("type", "is not the name of an event") : null,
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());

        var (start, size) = (after ?? 0, limit ?? UsualPage);
        var query = session.Events.QueryAllRawEvents().Where(e => e.StreamId == campaign.Id && e.Version > start);
        if (type is { Length: > 0 })
            query = query.Where(e => e.EventTypeName.In(type));
        if (from is { } first)
            query = query.Where(e => e.Timestamp >= first);
        if (to is { } end)
            query = query.Where(e => e.Timestamp < end);
        var lines = await query.OrderBy(e => e.Version).Take(size + 1).ToListAsync(context.RequestAborted);
        return TypedResults.Ok(new HistoryAnswer(
            [.. lines.Take(size).Select(StoredLine.Read).Select(HistoryLine.Of)], lines.Count > size ? lines[size - 1].Version : null));
    }
}
