using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CampaignEvents.Api.Tests.Live;

/// <summary>One event of a live stream, as a reader gets it.</summary>
internal sealed record Heard(string Event, long Id, JsonNode Data)
{
    public JsonNode Progress => Data["progress"]!;

    public JsonNode Milestone => Data["milestone"]!;

    public string Campaign => Data.Text("campaign")!;

    public long Line => Event == "progress" ? Progress.Long("line") : Milestone.Long("line");
}

/// <summary>A reader of a live stream. It goes away with the test.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Channel<Heard> _heard = Channel.CreateUnbounded<Heard>();
    private readonly CancellationTokenSource _leaves = new();
    private readonly Task _reading;

    private Listening(HttpResponseMessage response)
    {
        _response = response;
        _reading = ReadAsync();
    }

    public static async Task<Listening> ToAsync(HttpClient client, string path, long? lastEventId = null)
    {
        var response = await OpenAsync(client, path, lastEventId?.ToString(CultureInfo.InvariantCulture));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(response);
    }

    public static Task<Listening> ToAsync(TestCampaign campaign, long? lastEventId = null) =>
        ToAsync(campaign.Host.Client, campaign.Path + "/progress/live", lastEventId);

    public static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<Heard> NextAsync() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>All events up to and with the first that is such.</summary>
    public async Task<List<Heard>> UntilAsync(Func<Heard, bool> such)
    {
        List<Heard> heard = [await NextAsync()];
        while (!such(heard[^1]))
            heard.Add(await NextAsync());
        return heard;
    }

    /// <summary>Up to and with the progress of a line.</summary>
    public Task<List<Heard>> UntilLineAsync(long line) => UntilAsync(heard => heard.Event == "progress" && heard.Line >= line);

    /// <summary>What else comes until the stream ends.</summary>
    public async Task<List<Heard>> RestAsync()
    {
        await _reading.WaitAsync(TimeSpan.FromSeconds(30));
        return await _heard.Reader.ReadAllAsync().ToListAsync();
    }

    public async Task LeaveAsync()
    {
        // Disposing of the response alone would wait for what else may come.
        await _leaves.CancelAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _response.Dispose();
        _leaves.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var item in SseParser.Create(await _response.Content.ReadAsStreamAsync()).EnumerateAsync(_leaves.Token))
            {
                if (item.Data.Length > 0)
                    _heard.Writer.TryWrite(new(item.EventType, long.Parse(item.EventId!, CultureInfo.InvariantCulture), JsonNode.Parse(item.Data)!));
            }
        }
        catch (Exception gone) when (gone is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The stream was broken off, by either side.
        }
        _heard.Writer.TryComplete();
    }
}
