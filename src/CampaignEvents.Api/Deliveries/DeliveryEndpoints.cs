using System.Security.Claims;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Deliveries;

internal static class DeliveryEndpoints
{
    private const int MaximumPage = 1_000, UsualPage = 100;

    public static void MapDeliveries(this RouteGroupBuilder group)
    {
        group.MapGet("", List).WithName("ListDeliveries").WithSummary("Who was told what, with every try; the newest first").ForStaff();
        group.MapGet("{id:guid}", Get).WithName("GetDelivery").WithSummary("One delivery, with every try").ForStaff();
        group.MapPost("{id:guid}/redeliver", One).WithName("Redeliver").WithSummary("Send one delivery again, under the same id").ForStaff();
        group.MapPost("redeliver", Failed).WithName("RedeliverFailed").WithSummary("Send dead letters again, all or those of a campaign or receiver").ForStaff();
    }

    public static void MapRedelivery(this RouteGroupBuilder campaigns) =>
        campaigns.MapPost("{slug}/redeliver", From).WithName("RedeliverFromLine")
            .WithSummary("Tell again of everything from a line on, under the same ids").ForStaff();

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> List(
        string? campaign, Guid? receiver, string? state, Guid? after, int? limit, CampaignDirectory directory, DeliveryQuery query, CancellationToken cancellation)
    {
        Problem?[] problems =
        [
            limit is < 1 or > MaximumPage ? new("limit", "must be between 1 and 1,000") : null,
            state is null || StateOf(state) is not null ? null : new("state", "must be waiting, delivered, failed or cancelled"),
        ];
        if (problems.Any(p => p is not null))
            return Problems.Invalid(problems.OfType<Problem>());
        var entry = campaign is null ? null : await directory.FindAsync(campaign, cancellation);
        if (campaign is not null && entry is null)
            return Problems.UnknownCampaign();
        var size = limit ?? UsualPage;
        var rows = await query.ListAsync(new(entry?.Id, receiver, StateOf(state), after, size + 1), cancellation);
        var page = await query.WithAttemptsAsync([.. rows.Take(size)], cancellation);
        return TypedResults.Ok(new DeliveryList([.. page.Select(DeliveryAnswer.Of)], rows.Count > size ? rows[size - 1].Id : null));
    }

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> Get(Guid id, DeliveryQuery query, CancellationToken cancellation) =>
        await query.FindAsync(id, cancellation) is { } delivery ? TypedResults.Ok(DeliveryAnswer.Of(delivery)) : Problems.Rejected(Rejections.DeliveryUnknown);

    private static async Task<Results<Accepted<RedeliveryAnswer>, ProblemHttpResult>> One(Guid id, ClaimsPrincipal user, Redelivery redelivery, CancellationToken cancellation) =>
        await redelivery.OneAsync(id, user.MayUnseal(), cancellation) is { } rejection ? Problems.Rejected(rejection) : Accepted(1);

    private static async Task<Results<Accepted<RedeliveryAnswer>, ProblemHttpResult>> Failed(
        string? campaign, Guid? receiver, ClaimsPrincipal user, CampaignDirectory directory, Redelivery redelivery, CancellationToken cancellation)
    {
        var entry = campaign is null ? null : await directory.FindAsync(campaign, cancellation);
        return campaign is not null && entry is null ? Problems.UnknownCampaign() : Accepted(await redelivery.FailedAsync(entry?.Id, receiver, user.MayUnseal(), cancellation));
    }

    private static async Task<Results<Accepted<RedeliveryAnswer>, ProblemHttpResult>> From(
        string slug, long? fromLine, Guid? receiver, ClaimsPrincipal user, CampaignDirectory directory, Redelivery redelivery, CancellationToken cancellation)
    {
        if (fromLine is null or < 1)
            return Problems.Invalid([new("fromLine", fromLine is null ? "is required" : "must be 1 or more")]);
        return await directory.FindAsync(slug, cancellation) is { } campaign
            ? Accepted(await redelivery.FromAsync(campaign.Id, fromLine.Value, receiver, user.MayUnseal(), cancellation))
            : Problems.UnknownCampaign();
    }

    private static Accepted<RedeliveryAnswer> Accepted(int deliveries) => TypedResults.Accepted((string?)null, new RedeliveryAnswer(deliveries));

    private static DeliveryState? StateOf(string? state) => state switch
    {
        "waiting" => DeliveryState.Waiting,
        "delivered" => DeliveryState.Delivered,
        "failed" => DeliveryState.Failed,
        "cancelled" => DeliveryState.Cancelled,
        _ => null,
    };
}
