using System.Security.Claims;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CampaignEvents.Api.Receivers;

internal static class ReceiverEndpoints
{
    public static void MapReceivers(this RouteGroupBuilder group)
    {
        group.MapGet("", List).WithName("ListReceivers").WithSummary("Who is told of what").ForStaff();
        group.MapPost("", Add).WithName("AddReceiver").WithSummary("Tell somebody, or some system, from now on").ForStaff()
            .ProducesProblem(StatusCodes.Status403Forbidden).Accepts<ReceiverRequest>("application/json");
        group.MapGet("{id:guid}", Get).WithName("GetReceiver").WithSummary("One receiver").ForStaff();
        group.MapPut("{id:guid}", Change).WithName("ChangeReceiver").WithSummary("Replace a receiver's settings; enables it again").ForStaff()
            .ProducesProblem(StatusCodes.Status403Forbidden).Accepts<ReceiverRequest>("application/json");
        group.MapDelete("{id:guid}", Remove).WithName("RemoveReceiver").WithSummary("Tell it nothing any more").ForStaff();
        group.MapPost("{id:guid}/secret", Rotate).WithName("RotateSecret").WithSummary("Sign with a new key; for a day with the old one too").ForStaff()
            .ProducesProblem(StatusCodes.Status403Forbidden);
        group.MapPost("{id:guid}/test", Test).WithName("TestReceiver").WithSummary("Send it a test").ForStaff();
    }

    private static async Task<Ok<ReceiverList>> List(
        IQuerySession session, ReceiverSeal seal, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken cancellation)
    {
        var breakers = await ReceiverTurn.BreakersAsync(dataSource, cancellation);
        var receivers = await session.Query<Receiver>().OrderBy(r => r.Name).ThenBy(r => r.Id).ToListAsync(cancellation);
        return TypedResults.Ok(new ReceiverList(
            [.. receivers.Select(r => ReceiverAnswer.Of(r, seal.TargetOf(r), breakers.GetValueOrDefault(r.Id, Breaker.Closed), clock.GetUtcNow()))]));
    }

    private static async Task<Results<Ok<ReceiverAnswer>, ProblemHttpResult>> Get(
        Guid id, IQuerySession session, ReceiverSeal seal, NpgsqlDataSource dataSource, TimeProvider clock, CancellationToken cancellation)
    {
        if (await session.LoadAsync<Receiver>(id, cancellation) is not { } receiver)
            return Problems.Rejected(Rejections.ReceiverUnknown);
        var breakers = await ReceiverTurn.BreakersAsync(dataSource, cancellation);
        return TypedResults.Ok(ReceiverAnswer.Of(receiver, seal.TargetOf(receiver), breakers.GetValueOrDefault(id, Breaker.Closed), clock.GetUtcNow()));
    }

    private static async Task<Results<Created<ReceiverAnswer>, ProblemHttpResult>> Add(
        HttpRequest http, ReceiverRegister register, ReceiverSeal seal, TimeProvider clock)
    {
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ReceiverRequest, r => r.Problems());
        problem ??= PersonsProblem(http, request!);
        if (problem is not null)
            return problem;
        var (receiver, secret, rejection) = await register.AddAsync(request!, http.HttpContext.RequestAborted);
        return rejection is not null
            ? Problems.Rejected(rejection)
            : TypedResults.Created(
                $"/api/receivers/{receiver!.Id}", ReceiverAnswer.Of(receiver, seal.TargetOf(receiver), Breaker.Closed, clock.GetUtcNow(), secret));
    }

    private static async Task<Results<Ok<ReceiverAnswer>, ProblemHttpResult>> Change(
        Guid id, HttpRequest http, ReceiverRegister register, ReceiverSeal seal, TimeProvider clock)
    {
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ReceiverRequest, r => r.Problems());
        problem ??= PersonsProblem(http, request!);
        if (problem is not null)
            return problem;
        var (receiver, rejection) = await register.ChangeAsync(id, request!, http.HttpContext.RequestAborted);
        return rejection is not null
            ? Problems.Rejected(rejection)
            : TypedResults.Ok(ReceiverAnswer.Of(receiver!, seal.TargetOf(receiver!), Breaker.Closed, clock.GetUtcNow()));
    }

    // An OSDI body holds the person, so whoever says where it goes needs the right to read persons; not whoever ends it.
    private static ProblemHttpResult? PersonsProblem(HttpRequest http, ReceiverRequest request) =>
        request.ToFlavour() == WebhookFlavour.Osdi && request.Enabled != false && !http.HttpContext.User.MayUnseal() ? Problems.UnsealRightNeeded() : null;

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, ReceiverRegister register, CancellationToken cancellation) =>
        await register.RemoveAsync(id, cancellation) is { } rejection ? Problems.Rejected(rejection) : TypedResults.NoContent();

    private static async Task<Results<Ok<SecretAnswer>, ProblemHttpResult>> Rotate(Guid id, ClaimsPrincipal user, ReceiverRegister register, CancellationToken cancellation)
    {
        var (answer, rejection) = await register.RotateAsync(id, user.MayUnseal(), cancellation);
        return rejection is not null ? Problems.Rejected(rejection) : answer is null ? Problems.UnsealRightNeeded() : TypedResults.Ok(answer);
    }

    private static async Task<Results<Accepted<TestAnswer>, ProblemHttpResult>> Test(Guid id, Redelivery redelivery, CancellationToken cancellation)
    {
        var (deliveryId, rejection) = await redelivery.TestAsync(id, cancellation);
        return rejection is not null
            ? Problems.Rejected(rejection)
            : TypedResults.Accepted($"/api/deliveries/{deliveryId}", new TestAnswer(deliveryId));
    }
}

/// <summary>A test that is on its way.</summary>
/// <param name="DeliveryId">By which the delivery log tells how it went.</param>
internal sealed record TestAnswer(Guid DeliveryId);
