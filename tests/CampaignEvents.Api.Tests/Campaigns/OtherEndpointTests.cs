using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CampaignEvents.Api.Tests.Campaigns;

[Collection(ApiTests.Name)]
public sealed class OtherEndpointTests(ApiFixture fixture)
{
    [Fact]
    public async Task a_signature_is_tallied_by_the_share_that_brought_it()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var signed = await campaign.SignAsync("ada@example.org").JsonAsync();
        var share = await campaign.PostAsync("/shares", new { channel = "whatsapp", signatureId = signed.Text("signatureId"), token = signed.Text("token") });
        share.StatusCode.ShouldBe(HttpStatusCode.Created);
        var shareId = (await share.JsonAsync()).Text("shareId");
        await campaign.SignAsync("bob@example.org", referral: shareId);
        await campaign.SignAsync("cy@example.org", referral: "a mangled link");

        var tally = await campaign.GetAsync("/tallies/share");
        tally["items"]!.AsArray().Select(i => (i!.Text("key"), i!.Long("count"))).ShouldBe([(shareId, 1)]);
        (tally.Long("unknown"), tally.Long("count")).ShouldBe((2, 3));
    }

    [Fact]
    public async Task a_share_with_an_id_of_ones_own_is_safe_to_repeat()
    {
        var (campaign, other) = (await fixture.Host.LaunchAsync(), await fixture.Host.LaunchAsync());
        var shareId = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560");
        var first = await campaign.PostAsync("/shares", new { channel = "link", shareId });
        var again = await campaign.PostAsync("/shares", new { channel = "link", shareId });
        var elsewhere = await other.PostAsync("/shares", new { channel = "link", shareId });

        (first.StatusCode, again.StatusCode, elsewhere.StatusCode).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created));
        (await again.JsonAsync()).ToJsonString().ShouldBe((await first.JsonAsync()).ToJsonString());
        (await first.JsonAsync()).Text("shareId").ShouldBe(shareId.ToString());
        await other.SignAsync("ada@example.org", referral: shareId.ToString());
        (await other.GetAsync("/tallies/share"))["items"]!.AsArray().ShouldHaveSingleItem()!.Long("count").ShouldBe(1);
        (await campaign.GetAsync("/tallies/share"))["items"]!.AsArray().ShouldBeEmpty();
        (await campaign.PostAsync("/shares", new { channel = "link", signatureId = Guid.Empty })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await campaign.PostAsync("/shares", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task nobody_shares_in_anothers_name_and_a_made_up_signature_looks_like_a_real_one()
    {
        var campaign = await fixture.Host.LaunchAsync("email");
        var real = (await campaign.SignAsync("ada@example.org").JsonAsync()).Text("signatureId");
        var repeat = (await campaign.SignAsync("ada@example.org").JsonAsync()).Text("signatureId");
        foreach (var signatureId in (string?[])[real, repeat, Guid.Empty.ToString()])
            (await campaign.PostAsync("/shares", new { channel = "link", signatureId })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task external_counts_replace_their_sources_last_figure_and_are_tallied_by_country()
    {
        var campaign = await fixture.Host.LaunchAsync(thresholds: [15]);
        await campaign.SignAsync("ada@example.org", "DE");
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 10, countries = new Dictionary<string, int> { ["DE"] = 4, ["FR"] = 3 } }, staff: true);
        var answer = await campaign.PostAsync("/external-counts", new { source = "paper", count = 20, countries = new Dictionary<string, int> { ["DE"] = 5 }, at = "2020-12-08T09:00:00Z" }, staff: true).JsonAsync();

        (answer["progress"]!.Long("count"), answer["progress"]!.Long("external")).ShouldBe((21, 20));
        var tally = await campaign.GetAsync("/tallies/country");
        tally["items"]!.AsArray().Select(i => (i!.Text("key"), i!.Long("count"))).ShouldBe([("DE", 6)]);
        tally.Long("unknown").ShouldBe(15);
        var milestone = (await campaign.GetAsync("/milestones")).AsArray().ShouldHaveSingleItem()!;
        (milestone.Long("threshold"), milestone.Long("count"), milestone.Text("source"), milestone["signatureId"] is null).ShouldBe((15, 21, "paper", true));
    }

    [Theory]
    [InlineData("""{"source":"paper","count":-1}""", "count")]
    [InlineData("""{"source":"","count":1}""", "source")]
    [InlineData("""{"source":"paper","count":1,"countries":{"UK":1}}""", "countries")]
    [InlineData("""{"source":"paper","count":1,"countries":{"DE":2}}""", "countries")]
    [InlineData("""{"source":"paper","count":1,"at":"2999-01-01T00:00:00Z"}""", "at")]
    public async Task wrong_external_counts_are_named(string json, string field)
    {
        var campaign = await fixture.Host.LaunchAsync();
        var response = await fixture.Host.Staff.PostAsync(campaign.Path + "/external-counts", JsonContent.Create(JsonNode.Parse(json)));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task milestones_tell_falls_and_returns()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2);
        await campaign.SignAsync("ada@example.org");
        var second = await campaign.SignAsync("bob@example.org").JsonAsync();
        await campaign.PostAsync($"/signatures/{second.Text("signatureId")}/withdraw", new { token = second.Text("token") });
        var fallen = (await campaign.GetAsync("/milestones"))[0]!;
        fallen["fallenBelowAt"].ShouldNotBeNull();
        fallen["regainedAt"].ShouldBeNull();
        await campaign.SignAsync("cy@example.org");
        var regained = (await campaign.GetAsync("/milestones"))[0]!;

        regained["regainedAt"].ShouldNotBeNull();
        regained.Text("signatureId").ShouldBe(second.Text("signatureId"));
        regained.Text("reachedAt").ShouldBe(fallen.Text("reachedAt"));
    }

    [Fact]
    public async Task history_goes_on_after_a_line_and_can_be_filtered()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, ladder: [2, 4]);
        await campaign.SignAsync("ada@example.org");
        await campaign.SignAsync("bob@example.org");

        var all = await HistoryAsync(campaign, "");
        all["lines"]!.AsArray().Select(l => l!.Text("type")).ShouldBe(
            ["campaign_launched_v1", "signature_counted_v1", "signature_counted_v1", "milestone_reached_v1", "goal_raised_v1"]);
        var page = await HistoryAsync(campaign, "?after=1&limit=2");
        page["lines"]!.AsArray().Select(l => l!.Long("line")).ShouldBe([2, 3]);
        page.Long("next").ShouldBe(3);
        var some = await HistoryAsync(campaign, "?type=milestone_reached_v1&type=goal_raised_v1");
        some["lines"]!.AsArray().Select(l => l!.Long("line")).ShouldBe([4, 5]);
        var late = await HistoryAsync(campaign, $"?from={all["lines"]![2]!.Text("at")}");
        late["lines"]!.AsArray().Select(l => l!.Long("line")).ShouldBe([3, 4, 5]);
        var early = await HistoryAsync(campaign, $"?to={all["lines"]![1]!.Text("at")}");
        early["lines"]!.AsArray().Select(l => l!.Long("line")).ShouldBe([1]);

        foreach (var wrong in (string[])["?limit=0", "?limit=abc", "?limit=1001", "?after=-1", "?type=nonsense", "?from=noon"])
            (await fixture.Host.Staff.GetAsync(campaign.Path + "/history" + wrong)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);
    }

    [Fact]
    public async Task health_can_be_asked()
    {
        (await fixture.Host.Client.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task what_is_not_there_is_a_problem_too()
    {
        var missing = await fixture.Host.Client.GetAsync("/api/nothing");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        missing.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await fixture.Host.Client.GetAsync("/docs/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonNode> HistoryAsync(TestCampaign campaign, string query) =>
        JsonNode.Parse(await fixture.Host.Staff.GetStringAsync(campaign.Path + "/history" + query))!;
}
