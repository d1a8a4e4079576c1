using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Domain.Deliveries;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Webhooks;

/// <summary>Sends webhooks as Standard Webhooks 1.0.0 has them.</summary>
internal sealed class WebhookSender(
    WebhookClient client, WebhookBodies bodies, ReceiverSeal seal, IOptions<DeliverySettings> settings, TimeProvider clock) : IDeliverySender
{
    private const string ConnectionBroken = "connection-broken";

    private static readonly TimeSpan _longestPause = TimeSpan.FromHours(24), _usualPause = TimeSpan.FromSeconds(30);

    public ReceiverKind Kind => ReceiverKind.Webhook;

    // Single signatures are many, and each says its number, so their order does not matter.
    public int ParallelFor(Receiver receiver) => receiver.Events.Contains(AnnouncementType.SignatureCounted) ? 16 : 1;

    public async Task<Attempt> SendAsync(Receiver receiver, Delivery delivery, CancellationToken cancellation)
    {
        if (receiver.GetsPersons && delivery.Line?.Number < receiver.PersonsFrom)
            return new(AttemptOutcome.Void, Fault: "before-relay");
        if (await bodies.MakeAsync(receiver, delivery, cancellation) is not { } body)
            return new(AttemptOutcome.Void, Fault: "erased");
        var attempt = await SendAsync(receiver, delivery, body, cancellation);
        // A connection that was kept open may be closed by the other side just as it is used again; that must not cost a try.
        return attempt.Fault == ConnectionBroken ? await SendAsync(receiver, delivery, body, cancellation) : attempt;
    }

    private async Task<Attempt> SendAsync(Receiver receiver, Delivery delivery, byte[] body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(settings.Value.Timeout);
        try
        {
            using var request = Request(receiver, delivery, body);
            using var response = await client.SendAsync(request, limit.Token);
            // Whoever is sent a person may well repeat it.
            return Outcome(response, receiver.GetsPersons ? null : await BeginningAsync(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(AttemptOutcome.Failed, Fault: "timeout");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new(AttemptOutcome.Failed, Fault: Code(fault));
        }
    }

    private HttpRequestMessage Request(Receiver receiver, Delivery delivery, byte[] body)
    {
        var now = clock.GetUtcNow();
        var keys = receiver.Keys.Where(key => key.Until is null || key.Until > now).Select(key => seal.Unseal(receiver.Id, key.Sealed));
        var signature = WebhookSignature.Of(delivery.Id, now, body, keys);
        var request = new HttpRequestMessage(HttpMethod.Post, seal.TargetOf(receiver)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new("CampaignEvents", "1"));
        request.Headers.Add("webhook-id", signature.Id);
        request.Headers.Add("webhook-timestamp", signature.Timestamp);
        request.Headers.Add("webhook-signature", signature.Signature);
        return request;
    }

    private Attempt Outcome(HttpResponseMessage response, string? answer)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new(AttemptOutcome.Delivered, status, null, answer),
            HttpStatusCode.Gone => new(AttemptOutcome.Gone, status, null, answer),
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                new(AttemptOutcome.Refused, status, null, answer, RetryAfter(response) ?? (response.StatusCode == HttpStatusCode.ServiceUnavailable ? null : _usualPause)),
            _ => new(AttemptOutcome.Failed, status, null, answer, RetryAfter(response)),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date - clock.GetUtcNow());
        return wait is null ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > _longestPause ? _longestPause : wait;
    }

    // What else it answers is not read, however much it is.
    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(Attempt.AnswerLength);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, Attempt.AnswerLength), Attempt.AnswerLength, throwOnEndOfStream: false, cancellation);
            return Encoding.UTF8.GetString(buffer, 0, length).Replace("\0", "", StringComparison.Ordinal);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Code(Exception fault) => fault switch
    {
        { InnerException: AddressNotPublicException } or AddressNotPublicException => "address-not-public",
        { InnerException: AuthenticationException } => "tls",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => "name-unknown",
        { InnerException: SocketException } => "unreachable",
        _ => ConnectionBroken,
    };
}
