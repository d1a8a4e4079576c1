using System.ComponentModel;
using System.Net.Sockets;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Live;

/// <summary>Progress as it changes: server-sent events.</summary>
internal sealed class LiveEndpoint(
    CampaignDirectory directory, LiveFeed feed, IOptions<LiveOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>What the kernel takes ahead for a reader. By itself it would take megabytes, and a slow reader not be noticed for hours.</summary>
    private const int SendBuffer = 32 * 1024;

    private readonly Places _places = new(options.Value.Connections);

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("{slug}/progress/live", GetOne).WithName("WatchProgress").CanBeBusy()
            .WithSummary("How far the campaign is, now and at every change, as server-sent events: progress, milestone")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType);
        group.MapGet("live", GetAll).WithName("WatchCampaigns").CanBeBusy()
            .WithSummary("How far every campaign is, now and at every change, as server-sent events: progress, milestone")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType);
    }

    private static async Task<IResult> GetOne(
        string slug,
        [FromHeader(Name = EventStream.LastEventId), Description("The id of the last event that was told; milestones since then are told first.")] string? lastEventId,
        HttpContext context, LiveEndpoint endpoint) =>
        await endpoint.FindAsync(slug, context) is { } campaign
            ? await endpoint.GetAsync(campaign, lastEventId, context)
            : Problems.UnknownCampaign();

    private static Task<IResult> GetAll(
        [FromHeader(Name = EventStream.LastEventId), Description("The id of the last event that was told; milestones since then, at most an hour ago, are told first.")] string? lastEventId,
        HttpContext context, LiveEndpoint endpoint) =>
        endpoint.GetAsync(null, lastEventId, context);

    private ValueTask<CampaignEntry?> FindAsync(string slug, HttpContext context) => directory.FindAsync(slug, context.RequestAborted);

    private async Task<IResult> GetAsync(CampaignEntry? one, string? lastEventId, HttpContext context)
    {
        if (!LiveEvents.TryReadId(lastEventId, out var told))
            return Problems.Invalid([new(EventStream.LastEventId, "is not of this stream")]);
        if (!_places.TryEnter())
            return Problems.Full(context.Response);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var listener = new LiveListener(told, ends);
        try
        {
            TakeLittleAhead(context);
            feed.Join(one, listener);
            if (!await listener.TellAsync(EventStream.Begin(context, options.Value.Patience, clock)))
                context.Abort();
            return TypedResults.Empty;
        }
        finally
        {
            feed.Leave(one, listener);
            _places.Leave();
        }
    }

    private static void TakeLittleAhead(HttpContext context)
    {
        try
        {
            // A connection that carries other streams as well has windows of its own for each.
            if (context.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket } && !HttpProtocol.IsHttp2(context.Request.Protocol))
                socket.SendBufferSize = SendBuffer;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The reader has left already, which the stream finds out by itself.
        }
    }
}
