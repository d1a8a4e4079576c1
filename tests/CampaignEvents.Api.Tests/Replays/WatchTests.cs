using System.Diagnostics;
using System.Net;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Replays;

[Collection(ApiTests.Name)]
public sealed class WatchTests(ApiFixture fixture)
{
    [Fact]
    public async Task frames_come_in_order_and_each_is_what_progress_says_of_its_moment_and_milestones_stand_at_their_place()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("watched");
        var told = await campaign.WatchAsync("?speed=2s");

        told[^1].Event.ShouldBe("end");
        told.Take(told.Count - 1).ShouldAllBe(t => t.Event == "state" || t.Event == "milestone");
        var states = told.Where(t => t.Event == "state").ToList();
        states.Count.ShouldBeGreaterThan(2);
        states[0].Data.Text("at").ShouldBe("2020-12-08T09:00:00Z");
        told.Select(t => t.Data["at"]!.GetValue<DateTimeOffset>()).ShouldBeInOrder();
        foreach (var state in states)
        {
            ReplayPosition.TryParse(state.Id, out var position).ShouldBeTrue();
            (position.At, position.Line).ShouldBe((state.Data["at"]!.GetValue<DateTimeOffset>(), state.Line));
            (await campaign.GetAsync($"/progress?asOf={state.Data.Text("at")}")).ToJsonString().ShouldBe(state.Data["progress"]!.ToJsonString());
        }
        await CheckMilestonesAsync(campaign, told);

        var end = told[^1].Data;
        end["state"]!.ToJsonString().ShouldBe((await (await fixture.Host.Staff.GetAsync($"{campaign.Path}/state?asOf={end.Text("at")}")).JsonAsync()).ToJsonString());
        var changes = states.Append(told[^1]).Select(t => t.Data["change"]!).ToList();
        (changes.Sum(c => c.Long("counted")), changes.Sum(c => c.Long("removed")), changes.Sum(c => c.Long("lines")))
            .ShouldBe((612, 12, told[^1].Line));
    }

    [Fact]
    public async Task a_part_of_history_is_watched_from_and_to_a_moment()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("watched-part");
        var told = await campaign.WatchAsync("?from=2020-12-09T12:00:00Z&to=2020-12-10T12:00:00%2B01:00&speed=1s");
        told[0].Event.ShouldBe("state");
        told[0].Data["change"]!.ToJsonString().ShouldBe("""{"lines":0,"counted":0,"removed":0,"external":0}""");
        var first = told[0].Line;
        first.ShouldBe((await campaign.GetAsync("/progress?asOf=2020-12-09T12:00:00Z")).Long("line"));
        told[^1].Line.ShouldBe((await campaign.GetAsync("/progress?asOf=2020-12-10T11:00:00Z")).Long("line"));
        told.Where(t => t.Event == "milestone").ShouldAllBe(t => t.Line > first);
        told.Any(t => t.Event == "milestone").ShouldBeTrue();
    }

    [Fact]
    public async Task a_speed_plays_that_many_times_faster_and_frames_are_at_most_ten_a_second()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("watched-fast");
        var watch = Stopwatch.StartNew();
        // Two hours at ×3600: two seconds.
        var told = await campaign.WatchAsync("?from=2020-12-08T12:00:00Z&to=2020-12-08T14:00:00Z&speed=x3600");
        watch.Elapsed.TotalSeconds.ShouldBeInRange(2, 30);
        told.Count(t => t.Event == "state").ShouldBeInRange(2, (int)(watch.Elapsed.TotalSeconds * 10) + 1);
    }

    [Fact]
    public async Task opening_and_closing_are_seen_without_a_line()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning, closesAt: Some.Noon);
        var told = await campaign.WatchAsync("?to=2020-12-08T15:00:00Z&speed=1s");
        told.Select(t => t.Event).ShouldBe(["state", "state", "end"]);
        told[1].Data["progress"]!.Text("state").ShouldBe("closed");
        (await campaign.WatchAsync("?speed=1s"))[^1].Data.Text("at").ShouldBe("2020-12-08T12:00:00Z");
    }

    [Fact]
    public async Task a_quiet_replay_gives_signs_of_life()
    {
        await using var host = await fixture.NewHostAsync(("Replay:Heartbeat", "00:00:00.2"));
        var campaign = await host.LaunchAsync(launchedAt: Some.Morning);
        using var response = await campaign.OpenReplayAsync("?speed=1&to=2020-12-08T10:00:00Z");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var heartbeats = 0;
        for (var watch = Stopwatch.StartNew(); heartbeats < 3;)
        {
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(30);
            if (await reader.ReadLineAsync() == ":")
                heartbeats++;
        }
    }

    [Theory]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=2020-12-08T08:59:59Z", "from")]
    [InlineData("?to=2999-01-01T00:00:00Z", "to")]
    [InlineData("?to=2020-12-08T12:00:00", "to")]
    [InlineData("?from=2020-12-08T12:00:00Z&to=2020-12-08T12:00:00Z", "to")]
    [InlineData("?to=2020-12-08T09:00:00Z", "to")]
    [InlineData("?speed=0", "speed")]
    [InlineData("?speed=1000001", "speed")]
    [InlineData("?speed=fast&to=x", "speed,to")]
    [InlineData("", "Last-Event-ID", "12")]
    [InlineData("", "Last-Event-ID", "2020-12-08T09:00:00Z/99")]
    [InlineData("", "Last-Event-ID", "2020-12-07T09:00:00Z/1")]
    [InlineData("?to=2020-12-08T09:30:00Z", "Last-Event-ID", "2020-12-08T09:40:00Z/1")]
    public async Task what_cannot_be_watched_is_named(string query, string fields, string? resume = null)
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        using var response = await campaign.OpenReplayAsync(query, resume);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        string.Join(',', (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal)).ShouldBe(fields);
    }

    [Fact]
    public async Task only_staff_watch_and_only_campaigns_that_exist()
    {
        var campaign = await fixture.Host.LaunchAsync();
        (await fixture.Host.Client.GetAsync($"{campaign.Path}/replay")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await fixture.Host.Staff.GetAsync("/api/campaigns/no-such/replay")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task no_more_watch_than_may_and_who_leaves_makes_room()
    {
        await using var host = await fixture.NewHostAsync(("Replay:MaximumWatches", "1"));
        var campaign = await host.LaunchAsync(launchedAt: Some.Morning);
        const string Quiet = "?speed=1&to=2020-12-09T10:00:00Z";
        var first = await campaign.OpenReplayAsync(Quiet);
        using (var second = await campaign.OpenReplayAsync(Quiet))
        {
            second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            second.Headers.RetryAfter.ShouldNotBeNull();
            (await second.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:try-again");
        }
        first.Dispose();
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            using var third = await campaign.OpenReplayAsync(Quiet);
            if (third.IsSuccessStatusCode)
                break;
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(20);
        }
    }

    [Fact]
    public async Task a_server_that_stops_lets_go_of_those_who_watch()
    {
        var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync(launchedAt: Some.Morning);
        using var response = await campaign.OpenReplayAsync("?speed=1&to=2020-12-09T10:00:00Z");
        var rest = response.Content.ReadAsStringAsync();
        await Task.Delay(200);
        var watch = Stopwatch.StartNew();
        await host.DisposeAsync();
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(20);
        (await rest).ShouldContain("event: state");
    }

    internal static async Task CheckMilestonesAsync(TestCampaign campaign, List<Told> told)
    {
        var milestones = told.Where(t => t.Event == "milestone").ToList();
        var expected = (await campaign.LinesAsync()).Select(MilestoneRow.Of).OfType<MilestoneRow>().Select(MilestoneChangeAnswer.Of).ToList();
        milestones.Select(m => (m.Line, m.Data.Text("change"), m.Data.Long("threshold"), m.Data.Long("count")))
            .ShouldBe(expected.Select(m => (m.Line, (string?)m.Change, m.Threshold, m.Count)));
        foreach (var (state, place) in told.Select((t, place) => (t, place)).Where(t => t.t.Event != "milestone"))
        {
            told.Take(place).Where(t => t.Event == "milestone").ShouldAllBe(m => m.Line <= state.Line);
            told.Skip(place).Where(t => t.Event == "milestone").ShouldAllBe(m => m.Line > state.Line);
        }
    }
}
