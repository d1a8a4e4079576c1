using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Replays;

/// <summary>One event of a replay, as a reader gets it.</summary>
internal sealed record Told(string Event, string Id, JsonNode Data)
{
    public long Line => Event switch
    {
        "state" => Data["progress"]!.Long("line"),
        "milestone" => Data.Long("line"),
        _ => Data["state"]!["progress"]!.Long("line"),
    };
}

/// <summary>Watches replays.</summary>
internal static class Watcher
{
    /// <summary>Watches to the end of the response, or so many events and then goes away.</summary>
    public static async Task<List<Told>> WatchAsync(this TestCampaign campaign, string query, string? resume = null, int atMost = int.MaxValue)
    {
        var told = new List<Told>();
        using var response = await campaign.OpenReplayAsync(query, resume);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await ProblemAsync(response));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.Data.Length > 0)
                told.Add(new(item.EventType, item.EventId!, JsonNode.Parse(item.Data)!));
            if (told.Count >= atMost)
                break;
        }
        return told;
    }

    public static async Task<HttpResponseMessage> OpenReplayAsync(this TestCampaign campaign, string query, string? resume = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{campaign.Path}/replay{query}");
        if (resume is not null)
            request.Headers.Add("Last-Event-ID", resume);
        return await campaign.Host.Staff.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Three days in which people sign, and every fiftieth takes it back at once and signs again.</summary>
    public static Task<TestCampaign> WriteHistoryAsync(this TestHost host, string slug, int people = 600) => host.WriteAsync(
        slug,
        [
            new LaunchCampaign(Some.Terms with { Goal = 100, Ladder = [100, 200, 500], Thresholds = [50, 150, 300, 450, 600] }, Some.Morning),
            .. Enumerable.Range(1, people).SelectMany(n => People(n, Some.Noon.AddMinutes(n * 4_200.0 / people))),
        ]);

    private static IEnumerable<Command> People(int n, DateTimeOffset at)
    {
        yield return Some.Sign(n, at);
        if (n % 50 != 0)
            yield break;
        yield return Some.Withdraw(n, at.AddSeconds(20));
        yield return Some.Sign(n, at.AddSeconds(30), id: 10_000 + n);
    }

    private static async Task<string?> ProblemAsync(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync();
}
