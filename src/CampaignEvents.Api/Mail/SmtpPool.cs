using System.Collections.Concurrent;
using System.Net.Sockets;
using CampaignEvents.Api.Deliveries;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CampaignEvents.Api.Mail;

/// <summary>Sends mail to the configured SMTP server, over connections that are kept open for a while.</summary>
internal sealed class SmtpPool(IOptions<MailSettings> settings, TimeProvider clock) : IMailTransport, IDisposable
{
    // Servers close what is idle for longer, five minutes being what RFC 5321 grants.
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(60);

    private readonly ConcurrentStack<(SmtpClient Client, long Since)> _open = new();
    private readonly SemaphoreSlim _places = new(settings.Value.SmtpConnections);
    private readonly SmtpConnector _connector = new(settings.Value);

    public async Task<Attempt> SendAsync(Guid deliveryId, MimeMessage message, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await SendAsync(message, cancellation);
        }
        catch (Exception fault) when (FailureOf(fault) is not null)
        {
            return FailureOf(fault)!;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_open.TryPop(out var one))
            one.Client.Dispose();
        _places.Dispose();
    }

    private async Task<Attempt> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        var client = await OpenAsync(cancellation);
        try
        {
            await client.SendAsync(message, cancellation);
        }
        catch
        {
            client.Dispose();
            throw;
        }
        _open.Push((client, clock.GetTimestamp()));
        return new(AttemptOutcome.Delivered, (int)SmtpStatusCode.Ok);
    }

    private async Task<SmtpClient> OpenAsync(CancellationToken cancellation)
    {
        while (_open.TryPop(out var one))
        {
            if (clock.GetElapsedTime(one.Since) < _idle && await AnswersAsync(one.Client, cancellation))
                return one.Client;
            one.Client.Dispose();
        }
        return await _connector.ConnectAsync(cancellation);
    }

    // The server may have hung up meanwhile; that must not cost a try.
    private static async Task<bool> AnswersAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.NoOpAsync(cancellation);
            return true;
        }
        catch (Exception fault) when (FailureOf(fault) is not null)
        {
            return false;
        }
    }

    // What the server says may repeat the address, so only its number is kept. Null for a fault of ours.
    private static Attempt? FailureOf(Exception fault) => fault switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted } refused =>
            new(
                (int)refused.StatusCode >= 500 ? AttemptOutcome.Rejected : AttemptOutcome.Failed, (int)refused.StatusCode,
                refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? "recipient-refused" : "message-refused"),
        SmtpCommandException refused => new(
            AttemptOutcome.Failed, (int)refused.StatusCode, refused.ErrorCode == SmtpErrorCode.SenderNotAccepted ? "sender-refused" : "refused"),
        AuthenticationException => new(AttemptOutcome.Failed, Fault: "authentication"),
        SslHandshakeException or NotSupportedException => new(AttemptOutcome.Failed, Fault: "tls"),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => new(AttemptOutcome.Failed, Fault: "name-unknown"),
        SocketException => new(AttemptOutcome.Failed, Fault: "unreachable"),
        IOException or SmtpProtocolException or MailKit.ServiceNotConnectedException => new(AttemptOutcome.Failed, Fault: "connection-broken"),
        _ => null,
    };
}
