using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Webhooks;

/// <summary>
/// The HTTP client for webhooks. It follows no redirect, uses no proxy and keeps no cookie, and connects to public addresses only:
/// looked at where the connection is made, so that a name cannot lead elsewhere than it did when it was looked up.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(10), _connectionLifetime = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyList<IPNetwork> _allowed;
    private readonly HttpClient _client;

    public WebhookClient(IOptions<WebhookSettings> settings)
    {
        _allowed = settings.Value.Networks;
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = _connectTimeout,
            PooledConnectionLifetime = _connectionLifetime,
            MaxResponseHeadersLength = 16,
            // An answer that is not read to its end costs its connection.
            MaxResponseDrainSize = 0,
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    public void Dispose() => _client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = Array.FindAll(addresses, IsAllowed);
        if (allowed.Length == 0)
            throw new AddressNotPublicException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address) =>
        PublicAddress.Is(address) || _allowed.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}

/// <summary>The name leads to no address that webhooks may go to.</summary>
internal sealed class AddressNotPublicException() : IOException("The receiver's name leads to no public address.");
