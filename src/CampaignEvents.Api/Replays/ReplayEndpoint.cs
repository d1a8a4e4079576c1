using System.ComponentModel;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Replays;

/// <summary>Watching a replay: server-sent events.</summary>
internal sealed partial class ReplayEndpoint(
    CampaignDirectory directory, ReplayPlans plans, ReplayFrames frames, IOptions<ReplayOptions> options,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ReplayEndpoint> logger)
{
    private readonly Places _places = new(options.Value.MaximumWatches);

    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("{slug}/replay", Get).WithName("WatchReplay").WithSummary("Watch how the campaign grew, as server-sent events: state, milestone, end").ForStaff().CanBeBusy()
            .Takes("from", "Where it begins: ISO 8601 with Z or an offset. Left out: the launch.")
            .Takes("to", "Where it ends, likewise. Left out: the last change by now.")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType).Produces(StatusCodes.Status204NoContent);

    private static Task<IResult> Get(
        string slug,
        [Description("How fast: times faster than history (100, x100, up to 1000000), or a duration for the whole (60s, in 60 seconds). Left out: 60s.")] string? speed,
        [FromHeader(Name = EventStream.LastEventId), Description("The id of the last event that was told; it goes on from there.")] string? lastEventId,
        HttpContext context, ReplayEndpoint endpoint) => endpoint.GetAsync(slug, speed, lastEventId, context);

    private async Task<IResult> GetAsync(string slug, string? speed, string? lastEventId, HttpContext context)
    {
        if (await directory.FindAsync(slug, context.RequestAborted) is not { } campaign)
            return Problems.UnknownCampaign();
        var (plan, problems) = await plans.MakeAsync(campaign, context.Request.Query, speed, lastEventId, context.RequestAborted);
        if (plan is null)
            return Problems.Invalid(problems);
        if (plan.IsOver)
            return TypedResults.NoContent();
        if (!_places.TryEnter())
            return Problems.Full(context.Response);
        try
        {
            await PlayAsync(plan, context);
            return TypedResults.Empty;
        }
        finally
        {
            _places.Leave();
        }
    }

    private async Task PlayAsync(ReplayPlan plan, HttpContext context)
    {
        var response = context.Response;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var stream = EventStream.Begin(context, options.Value.Patience, clock);
            if (!await new ReplayPlayer(plan, frames, stream, options.Value, clock).PlayAsync(ends.Token))
                context.Abort();
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader went, or the server stops; who still listens connects again with the last id.
        }
        catch (Exception fault) when (response.HasStarted && LedgerFault.IsUnavailable(fault))
        {
            LogBroken(plan.CampaignId, fault.GetType().Name);
        }
    }

    [LoggerMessage(1411, LogLevel.Warning, "Campaign {CampaignId}: a replay broke off: {Fault}")]
    private partial void LogBroken(Guid campaignId, string fault);
}
