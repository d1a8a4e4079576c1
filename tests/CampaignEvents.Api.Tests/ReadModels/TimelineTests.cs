using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.ReadModels;

[Collection(ApiTests.Name)]
public sealed class TimelineTests(ApiFixture fixture)
{
    [Fact]
    public async Task days_begin_where_the_asked_for_zone_begins_them()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        await ImportAsync(campaign, "2020-12-08 22:59:59,10\n2020-12-08 23:00:00,15\n2020-12-09 22:59:59,40\n2020-12-09 23:30:00,30\n");

        var brussels = (await campaign.GetAsync("/timeline?by=day&zone=Europe/Brussels"))["points"]!.AsArray();
        brussels.Select(p => (p!.Text("at"), p!.Long("external"), p!.Long("count"))).ShouldBe(
            [("2020-12-07T23:00:00Z", 10, 10), ("2020-12-08T23:00:00Z", 30, 40), ("2020-12-09T23:00:00Z", -10, 30)]);

        var utc = (await campaign.GetAsync("/timeline?by=day"))["points"]!.AsArray();
        utc.Select(p => (p!.Text("at"), p!.Long("external"), p!.Long("count"))).ShouldBe(
            [("2020-12-08T00:00:00Z", 15, 15), ("2020-12-09T00:00:00Z", 15, 30)]);
    }

    [Fact]
    public async Task a_day_of_25_hours_is_one_day()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: new(2020, 10, 24, 0, 0, 0, TimeSpan.Zero));
        await ImportAsync(campaign, "2020-10-24 22:00:00,1\n2020-10-25 22:59:59,2\n2020-10-25 23:00:00,3\n");

        (await campaign.GetAsync("/timeline?by=day&zone=Europe/Brussels"))["points"]!.AsArray().Select(p => (p!.Text("at"), p!.Long("count"))).ShouldBe(
            [("2020-10-23T22:00:00Z", 0), ("2020-10-24T22:00:00Z", 2), ("2020-10-25T23:00:00Z", 3)]);
    }

    [Fact]
    public async Task a_long_timeline_goes_on_at_next_without_a_gap()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        var readings = Enumerable.Range(1, 5_100).Select(n => $"{Some.Morning.AddMinutes(n):yyyy-MM-dd HH:mm:ss},{n}");
        await ImportAsync(campaign, string.Join('\n', readings));

        var first = await campaign.GetAsync("/timeline?by=minute");
        first["points"]!.AsArray().Count.ShouldBe(5_000);
        var second = await campaign.GetAsync($"/timeline?by=minute&from={first.Text("next")}");
        second["points"]!.AsArray().Count.ShouldBe(101);
        second["next"].ShouldBeNull();
        first["points"]!.AsArray().Concat(second["points"]!.AsArray()).Sum(p => p!.Long("external")).ShouldBe(5_100);
    }

    [Theory]
    [InlineData("by=week", "by")]
    [InlineData("zone=Mars/Olympus", "zone")]
    [InlineData("zone=W. Europe Standard Time", "zone")]
    [InlineData("zone=right/Europe/Brussels", "zone")]
    [InlineData("zone=localtime", "zone")]
    [InlineData("from=2020-12-08", "from")]
    public async Task what_cannot_be_asked_is_named(string query, string field)
    {
        var campaign = await fixture.Host.LaunchAsync();
        var problem = await (await fixture.Host.Client.GetAsync($"{campaign.Path}/timeline?{query}")).JsonAsync();
        problem["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    private async Task ImportAsync(TestCampaign campaign, string readings)
    {
        var file = fixture.NewFile($"{campaign.Slug}.csv", "timestamp,count\n" + readings);
        using var rejects = new Api.Imports.RejectsFile(fixture.NewPath($"{campaign.Slug}.rejects.csv"));
        await Api.Imports.ImportExternalCounts.RunAsync(campaign.Host.Services, campaign.Id, file, "partner", rejects, CancellationToken.None);
        rejects.Count.ShouldBe(0);
    }
}
