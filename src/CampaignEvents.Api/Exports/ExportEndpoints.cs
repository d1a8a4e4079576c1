using System.ComponentModel;
using System.Globalization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Exports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Exports;

internal static class ExportEndpoints
{
    private static readonly string[] _contentTypes = [.. Enum.GetValues<ExportFormat>().Select(f => f.ContentType().Split(';')[0])];

    public static void MapExports(this RouteGroupBuilder group)
    {
        group.MapGet("{slug}/history/export", Get).WithName("ExportHistory").ForStaff()
            .WithSummary("The ledger's lines as a file, without personal data")
            .Takes("asOf", "Up to the last line at or before this moment, with Z or an offset. Not beside to.").GivesFile();
        group.MapPost("{slug}/history/export", Post).WithName("ExportHistoryUnsealed").ForUnsealing()
            .WithSummary("The ledger's lines as a file, with persons in clear; recorded in the ledger before it begins")
            .Accepts<UnsealedExportRequest>("application/json").GivesFile();
    }

    /// <summary>The ledger's lines as a file. It never unseals.</summary>
    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Get(
        string slug, [Description("csv, jsonl or parquet.")] string? format, [Description("Lines behind this one.")] long? after,
        [Description("Up to and with this line. Not beside asOf.")] long? to, HttpContext context, CampaignDirectory directory,
        ExportPlanner planner, HistoryExport export, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (asOf, momentProblem) = Moment.Read(context.Request.Query, "asOf", clock);
        var request = new ExportRequest(format, after, to, asOf);
        Problem?[] problems =
        [
            momentProblem, .. request.Problems(clock.GetUtcNow()),
            .. ((string[])["unseal", "reason"]).Where(context.Request.Query.ContainsKey).Select(name => new Problem(name, "is taken by POST only")),
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());
        var (plan, problem) = await planner.PlanAsync(campaign, request, context.RequestAborted);
        return problem is not null ? problem : Send(plan!, context, export);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Post(
        string slug, HttpContext context, CampaignDirectory directory, ExportPlanner planner, Unsealings unsealings,
        HistoryExport export, TimeProvider clock)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var now = clock.GetUtcNow();
        var (request, problem) = await Body.ReadAsync(context.Request, ApiJson.Default.UnsealedExportRequest, r => r.Problems(now));
        if (problem is not null)
            return problem;
        (var plan, problem) = await planner.PlanAsync(campaign, request!.ToLines(), context.RequestAborted);
        if (plan is null)
            return problem!;
        (var recorded, problem) = await unsealings.RecordAsync(plan, request.Reason!, UnsealedBy.Key);
        return problem is not null ? problem : Send(recorded!, context, export);
    }

    private static PushStreamHttpResult Send(ExportPlan plan, HttpContext context, HistoryExport export)
    {
        var headers = context.Response.Headers;
        headers["Export-After"] = plan.After.ToString(CultureInfo.InvariantCulture);
        headers["Export-Last-Line"] = plan.Last.ToString(CultureInfo.InvariantCulture);
        if (plan.Unsealing is { } id)
            headers["Export-Id"] = id.ToString();
        headers.CacheControl = "no-store";
        return TypedResults.Stream(
            _ => export.WriteAsync(plan, context.Response.BodyWriter, _ => { }, context.RequestAborted), plan.Format.ContentType(), plan.FileName);
    }

    private static void GivesFile(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<Stream>(StatusCodes.Status200OK, _contentTypes[0], _contentTypes[1..]);
}
