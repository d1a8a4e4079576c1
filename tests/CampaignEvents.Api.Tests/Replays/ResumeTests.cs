using System.Net;
using CampaignEvents.Api.Demo;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Replays;

[Collection(ApiTests.Name)]
public sealed class ResumeTests(ApiFixture fixture)
{
    [Fact]
    public async Task replaying_the_demo_to_2020_12_20_and_on_gives_the_same_as_replaying_straight_through()
    {
        await using var host = await fixture.NewHostAsync();
        await DemoCommand.LoadAsync(host.Services, CancellationToken.None);
        var campaign = new TestCampaign(host, DemoCampaign.Slug);

        var straight = await campaign.WatchAsync("?speed=2s");
        var first = await campaign.WatchAsync("?to=2020-12-20T12:00:00Z&speed=1s");
        (first[^1].Data.Text("at"), first[^1].Line, first[^1].Id).ShouldBe(("2020-12-20T12:00:00Z", 24_306, "2020-12-20T12:00:00.000000Z/24306"));
        var rest = await campaign.WatchAsync("?speed=2s", resume: first[^1].Id);

        rest[^1].Data["state"]!.ToJsonString().ShouldBe(straight[^1].Data["state"]!.ToJsonString());
        Milestones([.. first, .. rest]).ShouldBe(Milestones(straight));
        Milestones(straight).Count.ShouldBe(9);
        await WatchTests.CheckMilestonesAsync(campaign, straight);
    }

    [Fact]
    public async Task resumed_after_any_event_a_replay_loses_nothing_and_repeats_nothing()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("resumed");
        var (random, told, breaks) = (new Random(3), new List<Told>(), 0);
        while (told.Count == 0 || told[^1].Event != "end")
        {
            told.AddRange(await campaign.WatchAsync("?speed=6s", told.LastOrDefault()?.Id, atMost: random.Next(1, 5)));
            breaks++;
        }

        breaks.ShouldBeGreaterThan(5);
        told.Select(t => t.Id).ShouldBeUnique();
        told.Select(t => t.Data["at"]!.GetValue<DateTimeOffset>()).ShouldBeInOrder();
        await WatchTests.CheckMilestonesAsync(campaign, told);
        told.Where(t => t.Event != "milestone").Sum(t => t.Data["change"]!.Long("counted")).ShouldBe(612);
        using var again = await campaign.OpenReplayAsync("?speed=6s", told[^1].Id);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task resumed_after_a_milestone_it_goes_on_from_the_milestones_moment()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("resumed-at-milestone");
        var straight = await campaign.WatchAsync("?speed=1s");
        foreach (var milestone in straight.Where(t => t.Event == "milestone").Chunk(5).Select(c => c[0]))
        {
            var next = (await campaign.WatchAsync("?speed=1h", resume: milestone.Id, atMost: 1))[0];
            next.Data["at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThanOrEqualTo(milestone.Data["at"]!.GetValue<DateTimeOffset>());
            next.Line.ShouldBeGreaterThanOrEqualTo(milestone.Line);
            next.Id.ShouldNotBe(milestone.Id);
            if (next.Event == "state")
                next.Data["change"]!.Long("lines").ShouldBe(next.Line - LineBefore(straight, milestone));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?speed=50s")]
    [InlineData("?speed=×500")]
    [InlineData("?from=2020-12-09T12:00:00Z&speed=in 5 minutes")]
    [InlineData("?to=2020-12-09T12:00:00Z&speed=2h")]
    public async Task resumed_it_goes_on_at_the_same_speed_to_the_same_end(string query)
    {
        var campaign = await fixture.Host.WriteHistoryAsync("speed-" + fixture.Host.Services.GetRequiredService<Api.Hosting.Ids>().Next());
        var first = await campaign.WatchAsync(query, atMost: 1);
        var (begun, resumed) = (await PlanAsync(campaign, query), await PlanAsync(campaign, query, first[0].Id));
        await campaign.SignAsync("later@example.org");
        var later = await PlanAsync(campaign, query, first[0].Id);

        (resumed.Factor, resumed.To).ShouldBe((begun.Factor, begun.To));
        (later.Factor, later.To).ShouldBe((begun.Factor, begun.To));
        (resumed.Fresh, resumed.Told.Line).ShouldBe((false, first[0].Line));
    }

    [Fact]
    public async Task a_replay_from_the_launch_tells_milestones_of_its_very_first_moment_too()
    {
        var campaign = await fixture.Host.WriteAsync("sudden", Enumerable.Range(1, 120).Select(n => (Domain.Command)Some.Sign(n, Some.Morning)));
        var told = await campaign.WatchAsync("?to=2020-12-08T10:00:00Z&speed=1s");
        told.Select(t => t.Event).ShouldBe(["milestone", "state", "end"]);
        var rest = await campaign.WatchAsync("?to=2020-12-08T10:00:00Z&speed=1s", resume: told[0].Id);
        rest.ShouldAllBe(t => t.Event != "milestone");
        rest[^1].Data["state"]!.ToJsonString().ShouldBe(told[^1].Data["state"]!.ToJsonString());
    }

    // Of the last state told before.
    private static long LineBefore(List<Told> told, Told milestone) =>
        told.Take(told.IndexOf(milestone)).Last(t => t.Event == "state").Line;

    [Fact]
    public async Task a_line_that_comes_late_before_a_moment_that_was_told_is_told_when_it_is_resumed()
    {
        var campaign = await fixture.Host.WriteAsync("late", [Some.Sign(1, Some.Noon)]);
        var told = await campaign.WatchAsync("?to=2020-12-08T15:00:00Z&speed=2s", atMost: 2);
        told[1].Data["progress"]!.Long("count").ShouldBe(1);
        told[1].Data["at"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(Some.Noon);
        var late = await fixture.Host.Ledger.ExecuteAsync(campaign.Id, Some.Sign(77_001, Some.Noon.AddMicroseconds(1)) with { Person = "c2VhbGVk" });
        late.Lines.Length.ShouldBe(1);

        var rest = await campaign.WatchAsync("?to=2020-12-08T15:00:00Z&speed=2s", resume: told[1].Id);
        rest.Select(t => (t.Event, t.Data["change"]!.Long("counted"))).ShouldBe([("state", 1), ("end", 0)]);
    }

    private static List<string> Milestones(List<Told> told) => [.. told.Where(t => t.Event == "milestone").Select(t => t.Data.ToJsonString())];

    private static async Task<ReplayPlan> PlanAsync(TestCampaign campaign, string query, string? resume = null)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new(query.Replace(" ", "%20", StringComparison.Ordinal));
        var (plan, problems) = await campaign.Host.Services.GetRequiredService<ReplayPlans>()
            .MakeAsync(new(campaign.Id, campaign.Slug, default), request.Query, request.Query["speed"], resume, CancellationToken.None);
        problems.ShouldBeEmpty();
        return plan!;
    }
}
