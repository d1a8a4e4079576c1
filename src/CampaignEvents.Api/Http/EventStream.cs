using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace CampaignEvents.Api.Http;

/// <summary>
/// Writes server-sent events (WHATWG HTML, "Server-sent events"). It writes no further before the reader has taken what was
/// flushed, so a slow one costs no memory.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="patience">How long a reader may leave something untaken.</param>
/// <param name="clock">Measures the patience.</param>
internal sealed class EventStream(PipeWriter writer, TimeSpan patience, TimeProvider clock)
{
    public const string ContentType = "text/event-stream";

    /// <summary>The header by which a reader who comes back says what it was told last.</summary>
    public const string LastEventId = "Last-Event-ID";

    /// <summary>Something to send while there is nothing to say, so that nobody between takes the connection for dead.</summary>
    public static readonly ReadOnlyMemory<byte> Heartbeat = ":\n\n"u8.ToArray();

    /// <summary>Makes the response a stream of events.</summary>
    public static EventStream Begin(HttpContext context, TimeSpan patience, TimeProvider clock)
    {
        var response = context.Response;
        (response.ContentType, response.Headers.CacheControl) = (ContentType, "no-store");
        // For nginx, which would otherwise collect events before it passes them on.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        return new(response.BodyWriter, patience, clock);
    }

    /// <summary>An event as it is sent, for sending it to many.</summary>
    public static ReadOnlyMemory<byte> Encode<T>(string name, string id, T data, JsonTypeInfo<T> type)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Write(bytes, name, id, data, type);
        return bytes.WrittenMemory;
    }

    public void Event<T>(string name, string id, T data, JsonTypeInfo<T> type) => Write(writer, name, id, data, type);

    /// <summary>What was encoded before.</summary>
    public void Send(ReadOnlyMemory<byte> encoded) => writer.Write(encoded.Span);

    /// <summary>How long a reader should wait before it connects again.</summary>
    public void Retry(TimeSpan after) => Text(writer, string.Create(CultureInfo.InvariantCulture, $"retry: {after.TotalMilliseconds:0}\n\n"));

    /// <summary>False when the reader is gone, or did not take it in time or before it was cancelled: then nothing more can be sent.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellation)
    {
        var flush = writer.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
            return !flush.Result.IsCompleted;
        try
        {
            return !(await flush.AsTask().WaitAsync(patience, clock, cancellation)).IsCompleted;
        }
        catch (Exception left) when (left is TimeoutException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static void Write<T>(IBufferWriter<byte> to, string name, string id, T data, JsonTypeInfo<T> type)
    {
        Text(to, $"event: {name}\nid: {id}\ndata: ");
        // JSON without indentation is one line.
        using (var json = new Utf8JsonWriter(to))
            JsonSerializer.Serialize(json, data, type);
        Text(to, "\n\n");
    }

    private static void Text(IBufferWriter<byte> to, string text) => Encoding.UTF8.GetBytes(text, to);
}
