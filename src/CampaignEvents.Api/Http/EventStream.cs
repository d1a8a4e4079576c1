using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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

    public void Event<T>(string name, string id, T data, JsonTypeInfo<T> type)
    {
        Text($"event: {name}\nid: {id}\ndata: ");
        // JSON without indentation is one line.
        using (var json = new Utf8JsonWriter(writer))
            JsonSerializer.Serialize(json, data, type);
        Text("\n\n");
    }

    /// <summary>Something to send while there is nothing to say, so that nobody between takes the connection for dead.</summary>
    public void Heartbeat() => Text(":\n\n");

    /// <summary>How long a reader should wait before it connects again.</summary>
    public void Retry(TimeSpan after) => Text(string.Create(CultureInfo.InvariantCulture, $"retry: {after.TotalMilliseconds:0}\n\n"));

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

    private void Text(string text) => Encoding.UTF8.GetBytes(text, writer);
}
