using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using CampaignEvents.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests;

/// <summary>
/// A host's side of real connections, which knows when the server waits for a reader of events. Every flush carries a large comment,
/// so that a reader who takes nothing is noticed within a few, however much the kernel takes in between.
/// </summary>
internal sealed class SlowConnection : IStartupFilter
{
    private static readonly byte[] _padding = Encoding.ASCII.GetBytes(":" + new string(' ', 128 * 1024) + "\n\n");

    private readonly ConcurrentDictionary<PipeWriter, long> _since = [];

    /// <summary>How long the flush under way has been waiting for its reader; zero when none is.</summary>
    public TimeSpan Held => _since.Values.Select(since => Stopwatch.GetElapsedTime(since)).DefaultIfEmpty().Max();

    /// <summary>Builds a host with it.</summary>
    public void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStartupFilter>(this);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxResponseBufferSize = 4_096);
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 4_096;
            return socket;
        });
    }

    /// <summary>A reader whose socket takes little ahead.</summary>
    public static HttpClient ClientOf(TestHost host) => new(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = host.Client.BaseAddress };

    /// <summary>Once the server has been waiting for the reader for so long.</summary>
    public async Task HeldForAsync(TimeSpan held)
    {
        for (var waited = Stopwatch.StartNew(); Held < held; await Task.Delay(20))
            waited.Elapsed.ShouldBeLessThan(held + TimeSpan.FromSeconds(60));
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            context.Features.Set<IHttpResponseBodyFeature>(new Body(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), this, context.Response));
            await rest(context);
        });
        next(app);
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private sealed class Body(IHttpResponseBodyFeature inner, SlowConnection connection, HttpResponse response) : IHttpResponseBodyFeature
    {
        public Stream Stream => inner.Stream;

        public PipeWriter Writer { get; } = new Flushes(inner.Writer, connection, response);

        public void DisableBuffering() => inner.DisableBuffering();

        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task CompleteAsync() => inner.CompleteAsync();
    }

    private sealed class Flushes(PipeWriter inner, SlowConnection connection, HttpResponse response) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            if (response.ContentType != EventStream.ContentType)
                return await inner.FlushAsync(cancellationToken);
            inner.Write(_padding);
            connection._since[this] = Stopwatch.GetTimestamp();
            try
            {
                return await inner.FlushAsync(cancellationToken);
            }
            finally
            {
                connection._since.TryRemove(this, out _);
            }
        }
    }
}
