using System.Diagnostics;
using System.Net;
using CampaignEvents.Api.Live;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Tests.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tests;
using Npgsql;

namespace CampaignEvents.Api.Tests.Live;

/// <summary>Progress of one campaign, as it changes.</summary>
[Collection(ApiTests.Name)]
public sealed class LiveTests(ApiFixture fixture)
{
    private static readonly CampaignTerms _terms = Some.Terms with { Goal = 100, Ladder = [100, 200, 500], Thresholds = [2, 50, 150, 300, 450, 600] };

    [Fact]
    public async Task progress_is_told_at_once_and_whenever_it_changes_as_it_is_answered()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await using var first = await Listening.ToAsync(campaign);
        (await first.NextAsync()).Line.ShouldBe(1);
        await campaign.SignAsync("ada@example.org");

        var told = (await first.UntilLineAsync(2))[^1];
        (told.Event, told.Id, told.Campaign, told.Progress.Long("count")).ShouldBe(("progress", 2, campaign.Slug, 1));
        await Task.Delay(Api.Campaigns.ProgressCache.MaximumAge);
        var answered = await campaign.GetAsync("/progress");
        (answered["asOf"], told.Progress["asOf"]) = (null, null);
        told.Progress.ToJsonString().ShouldBe(answered.ToJsonString());
        // Somebody who comes while others listen is told the same.
        await using var second = await Listening.ToAsync(campaign);
        (await second.NextAsync()).Data.ToJsonString().ShouldContain("\"line\":2,");
    }

    [Fact]
    public async Task it_changes_at_most_four_times_a_second_and_a_milestone_comes_before_the_progress_that_includes_it()
    {
        var campaign = await fixture.Host.WriteAsync("live-history", [new LaunchCampaign(_terms, Some.Morning)]);
        await using var listening = await Listening.ToAsync(campaign);
        await listening.NextAsync();
        var watch = Stopwatch.StartNew();
        foreach (var people in History(1, 300).Chunk(15))
        {
            await fixture.Host.WriteAsync("live-history", people);
            await Task.Delay(50);
        }
        var lines = await campaign.LinesAsync();

        var heard = await listening.UntilLineAsync(lines.Count);
        heard.Count(h => h.Event == "progress").ShouldBeLessThanOrEqualTo((int)(watch.Elapsed.TotalSeconds * 4) + 1);
        Check(heard, lines, after: 1);
        // Where the last line of all is a milestone, both have its id.
        heard.Select(h => h.Id).ShouldBeInOrder();
        heard.Where(h => h.Event == "progress").Select(h => h.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task a_reader_that_comes_back_is_told_the_milestones_it_missed_then_the_present_progress_and_nothing_twice()
    {
        var campaign = await fixture.Host.WriteAsync("live-back", [new LaunchCampaign(_terms, Some.Morning), .. History(1, 60)]);
        await using (var listening = await Listening.ToAsync(campaign))
            (await listening.NextAsync()).Id.ShouldBe((await campaign.LinesAsync()).Count);
        var left = (await campaign.LinesAsync()).Count;
        await fixture.Host.WriteAsync("live-back", History(61, 320));
        var lines = await campaign.LinesAsync();

        await using var back = await Listening.ToAsync(campaign, left);
        var heard = await back.UntilLineAsync(lines.Count);
        heard.Count(h => h.Event == "progress").ShouldBe(1);
        Check(heard, lines, after: left);
        // From any milestone, it goes on behind it.
        await using var again = await Listening.ToAsync(campaign, heard[2].Id);
        Check(await again.UntilLineAsync(lines.Count), lines, after: heard[2].Line);
        // Nothing was missed since the last.
        await using var same = await Listening.ToAsync(campaign, heard[^1].Id);
        (await same.NextAsync()).Event.ShouldBe("progress");
    }

    [Fact]
    public async Task however_many_milestones_were_missed_all_are_told_and_others_need_not_wait()
    {
        // At the threshold, each that leaves and comes back is two milestones.
        var campaign = await fixture.Host.WriteAsync("live-many", [new LaunchCampaign(_terms, Some.Morning), Some.Sign(1), Some.Sign(2), .. Enumerable.Range(0, 700).SelectMany(Again)]);
        var lines = await campaign.LinesAsync();
        lines.Select(MilestoneRow.Of).OfType<MilestoneRow>().Count().ShouldBeGreaterThan(2 * LiveReader.Page);
        await using var back = await Listening.ToAsync(campaign, 0);
        await using var fresh = await Listening.ToAsync(campaign);

        Check(await back.UntilLineAsync(lines.Count), lines, after: 0);
        (await fresh.NextAsync()).Line.ShouldBe(lines.Count);

        static IEnumerable<Command> Again(int n) => [Some.Withdraw(n == 0 ? 2 : 9_000 + n), Some.Sign(2, id: 9_001 + n)];
    }

    [Theory]
    [InlineData(999_999)]
    [InlineData(0)]
    public async Task an_id_from_elsewhere_is_told_the_present_progress(long id)
    {
        var campaign = await fixture.Host.LaunchAsync();
        await using var listening = await Listening.ToAsync(campaign, id);
        (await listening.NextAsync()).Line.ShouldBe(1);
        await campaign.SignAsync("ada@example.org");
        (await listening.NextAsync()).Line.ShouldBe(2);
    }

    [Fact]
    public async Task closing_by_time_is_told_without_a_line()
    {
        var campaign = await fixture.Host.LaunchAsync(closesAt: TimeProvider.System.GetUtcNow().AddSeconds(4));
        await using var listening = await Listening.ToAsync(campaign);
        (await listening.NextAsync()).Progress.Text("state").ShouldBe("open");
        var closed = await listening.NextAsync();
        (closed.Progress.Text("state"), closed.Line).ShouldBe(("closed", 1));
    }

    [Fact]
    public async Task a_quiet_stream_gives_signs_of_life()
    {
        await using var host = await fixture.NewHostAsync(("Live:Heartbeat", "00:00:00.3"));
        var campaign = await host.LaunchAsync();
        using var response = await Listening.OpenAsync(host.Client, campaign.Path + "/progress/live");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync()).ShouldBe("retry: 1000");
        var heartbeats = 0;
        for (var watch = Stopwatch.StartNew(); heartbeats < 4;)
        {
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(30);
            if (await reader.ReadLineAsync() == ":")
                heartbeats++;
        }
    }

    [Fact]
    public async Task no_more_listen_than_may_and_who_leaves_makes_room()
    {
        await using var host = await fixture.NewHostAsync(("Live:Connections", "1"));
        var campaign = await host.LaunchAsync();
        await using (await Listening.ToAsync(campaign))
        {
            using var second = await Listening.OpenAsync(host.Client, "/api/campaigns/live");
            second.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            second.Headers.RetryAfter.ShouldNotBeNull();
            (await second.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:try-again");
        }
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            using var third = await Listening.OpenAsync(host.Client, campaign.Path + "/progress/live");
            if (third.IsSuccessStatusCode)
                break;
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(20);
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999")]
    [InlineData("2020-12-08T09:00:00.000000Z/1")]
    public async Task an_id_that_cannot_be_ours_is_refused(string id)
    {
        var campaign = await fixture.Host.LaunchAsync();
        foreach (var path in (string[])[campaign.Path + "/progress/live", "/api/campaigns/live"])
        {
            using var response = await Listening.OpenAsync(fixture.Host.Client, path, id);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.JsonAsync())["errors"]!["Last-Event-ID"].ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task a_campaign_that_does_not_exist_cannot_be_listened_to() =>
        (await fixture.Host.Client.GetAsync("/api/campaigns/no-such/progress/live")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task after_the_database_broke_off_it_goes_on()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await using var listening = await Listening.ToAsync(campaign);
        await listening.NextAsync();
        for (var round = 0; round < 3; round++)
        {
            await fixture.Host.AskAsync<long>(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1", new NpgsqlConnectionStringBuilder(host.ConnectionString).Database!);
            while ((await campaign.SignAsync($"p{round}@example.org")).StatusCode == HttpStatusCode.ServiceUnavailable)
                await Task.Delay(50);
            (await listening.UntilLineAsync(round + 2))[^1].Progress.Long("count").ShouldBe(round + 1);
        }
    }

    [Fact]
    public async Task a_server_that_stops_ends_the_streams()
    {
        var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await using var one = await Listening.ToAsync(campaign);
        await using var all = await Listening.ToAsync(host.Client, "/api/campaigns/live");
        (await one.NextAsync(), await all.NextAsync()).Item1.Line.ShouldBe(1);
        var watch = Stopwatch.StartNew();
        await host.DisposeAsync();
        watch.Elapsed.TotalSeconds.ShouldBeLessThan(20);
        (await one.RestAsync()).Concat(await all.RestAsync()).ShouldBeEmpty();
    }

    private static IEnumerable<Command> History(int from, int to) => Enumerable.Range(from, to - from + 1).SelectMany(People);

    private static IEnumerable<Command> People(int n)
    {
        var at = Some.Noon.AddMinutes(n);
        return n % 50 == 0
            ? [Some.Sign(n, at), Some.Withdraw(n, at.AddSeconds(20)), Some.Sign(n, at.AddSeconds(30), id: 10_000 + n)]
            : [Some.Sign(n, at)];
    }

    private static void Check(List<Heard> heard, IReadOnlyList<Line> lines, long after)
    {
        var milestones = lines.Where(l => l.Number > after).Select(MilestoneRow.Of).OfType<MilestoneRow>().Select(MilestoneChangeAnswer.Of).ToList();
        milestones.ShouldNotBeEmpty();
        heard.Where(h => h.Event == "milestone").Select(h => (h.Id, h.Milestone.Text("change"), h.Milestone.Long("threshold"), h.Milestone.Long("count")))
            .ShouldBe(milestones.Select(m => (m.Line, (string?)m.Change, m.Threshold, m.Count)));
        heard[^1].Event.ShouldBe("progress");
        heard[^1].Line.ShouldBe(lines.Count);
    }
}
