using System.Net;
using System.Text.Json;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tallies;
using CampaignEvents.Domain.Tests;
using CampaignEvents.Domain.Tests.Laws;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.ReadModels;

[Collection(ApiTests.Name)]
public sealed class AsOfTests(ApiFixture fixture)
{
    [Fact]
    public async Task for_random_commands_and_moments_every_read_model_equals_a_fold_of_the_ledger()
    {
        var random = new Random(20_201_208);
        var sequences = new List<Command[]>();
        RandomCommands.Sequence.Sample(sequences.Add, iter: 25, threads: 1, seed: "0000000000000");
        sequences.Count.ShouldBeGreaterThanOrEqualTo(25);
        foreach (var (sequence, index) in sequences.Select((s, i) => (s, i)))
        {
            var campaign = await fixture.Host.WriteAsync($"random-{index}", sequence, random);
            var lines = await campaign.LinesAsync();
            await CheckNowAsync(campaign, lines);
            for (var n = 0; n < 6; n++)
            {
                var moment = lines[random.Next(lines.Count)].At.AddSeconds(random.Next(-1, 2) * random.NextDouble() * 90);
                await CheckAsync(campaign, LedgerTime.Truncate(moment), lines);
            }
        }
    }

    [Fact]
    public async Task a_minute_with_many_thousand_lines_is_told_apart_to_the_line()
    {
        var commands = Enumerable.Range(1, 5_000).Select(n => (Command)Some.Sign(n, Some.Noon.AddMilliseconds(n))).ToArray();
        var campaign = await fixture.Host.WriteAsync("hot-minute", commands, new Random(1));
        foreach (var n in (int[])[1, 2, 2_046, 2_047, 2_048, 2_049, 4_095, 4_096, 4_097, 4_999, 5_000])
        {
            var progress = await campaign.GetAsync($"/progress?asOf={Iso(Some.Noon.AddMilliseconds(n))}");
            progress.Long("count").ShouldBe(n);
            (await campaign.GetAsync($"/tallies/channel?asOf={Iso(Some.Noon.AddMilliseconds(n))}"))["items"]![0]!.Long("count").ShouldBe(n);
        }
        (await fixture.Host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Timeline} WHERE set_id = $1", campaign.Id)).ShouldBe(4);
    }

    [Fact]
    public async Task the_answer_for_a_moment_is_the_same_before_and_after_later_events()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, ladder: [2, 4]);
        await campaign.SignAsync("ada@example.org", "GB", "email");
        await campaign.SignAsync("bob@example.org", "DE");
        var moment = Iso(TimeProvider.System.GetUtcNow());
        var before = await AnswersAsync(campaign, moment);

        await campaign.SignAsync("cy@example.org", "FR");
        await campaign.SignAsync("di@example.org", "GB", "email");
        await campaign.PostAsync("/close", new { }, staff: true);

        (await AnswersAsync(campaign, moment)).ShouldBe(before);
        (await campaign.GetAsync("/progress")).Long("count").ShouldBe(4);
    }

    [Theory]
    [InlineData("2020-12-08T08:59:59.999999Z", HttpStatusCode.NotFound, "urn:campaign-events:not-yet-launched")]
    [InlineData("2020-12-08T09:00:00Z", HttpStatusCode.OK, null)]
    [InlineData("2020-12-08T10:00:00%2B01:00", HttpStatusCode.OK, null)]
    [InlineData("2020-12-08T10:00:00+01:00", HttpStatusCode.OK, null)]
    [InlineData("2999-01-01T00:00:00Z", HttpStatusCode.BadRequest, "urn:campaign-events:invalid-input")]
    [InlineData("2020-12-08T09:00:00", HttpStatusCode.BadRequest, "urn:campaign-events:invalid-input")]
    [InlineData("2020-12-08", HttpStatusCode.BadRequest, "urn:campaign-events:invalid-input")]
    [InlineData("yesterday", HttpStatusCode.BadRequest, "urn:campaign-events:invalid-input")]
    [InlineData("2020-13-08T09:00:00Z", HttpStatusCode.BadRequest, "urn:campaign-events:invalid-input")]
    public async Task every_moment_has_a_defined_answer(string asOf, HttpStatusCode status, string? type)
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        foreach (var path in (string[])["/progress", "/timeline", "/tallies/country", "/tallies/channel", "/tallies/share", "/milestones"])
        {
            var response = await fixture.Host.Client.GetAsync($"{campaign.Path}{path}?asOf={asOf}");
            response.StatusCode.ShouldBe(status, path);
            if (type is not null)
                (await response.JsonAsync()).Text("type").ShouldBe(type);
        }
    }

    [Fact]
    public async Task the_state_as_of_a_moment_is_judged_by_that_moment()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning, closesAt: Some.Noon);
        (await campaign.GetAsync($"/progress?asOf={Iso(Some.Noon.AddMicroseconds(-1))}")).Text("state").ShouldBe("open");
        (await campaign.GetAsync($"/progress?asOf={Iso(Some.Noon)}")).Text("state").ShouldBe("closed");
        (await campaign.GetAsync("/progress")).Text("state").ShouldBe("closed");
    }

    private static async Task CheckNowAsync(TestCampaign campaign, IReadOnlyList<Line> lines)
    {
        await CheckAnswersAsync(campaign, "", lines, asOf: null);
        await using var session = campaign.Host.Services.GetRequiredService<Marten.IDocumentStore>().QuerySession();
        var snapshot = (await session.LoadAsync<Campaign>(campaign.Id))!;
        var folded = lines.Aggregate(Campaign.Unlaunched, Campaign.Evolve);
        snapshot.Progress.ShouldBe(folded.Progress);
        snapshot.Watches.ShouldBe(folded.Watches);
        snapshot.Sources.ToDictionary(s => s.Key, s => s.Value.Count).ShouldBe(folded.Sources.ToDictionary(s => s.Key, s => s.Value.Count));
    }

    private static async Task CheckAsync(TestCampaign campaign, DateTimeOffset moment, IReadOnlyList<Line> lines)
    {
        var until = lines.Where(l => l.At <= moment).ToArray();
        if (until.Length == 0)
            (await campaign.Host.Client.GetAsync($"{campaign.Path}/progress?asOf={Iso(moment)}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        else
            await CheckAnswersAsync(campaign, $"?asOf={Iso(moment)}", until, moment);
    }

    private static async Task CheckAnswersAsync(TestCampaign campaign, string query, IReadOnlyList<Line> lines, DateTimeOffset? asOf)
    {
        var expected = Fold.Progress(lines);
        var progress = await campaign.GetAsync("/progress" + query);
        progress.ToJsonString().ShouldBe(JsonSerializer.Serialize(
            ProgressAnswer.Of(expected, asOf ?? DateTimeOffset.Parse(progress.Text("asOf")!, System.Globalization.CultureInfo.InvariantCulture)), ApiJson.Default.ProgressAnswer));
        foreach (var dimension in Enum.GetValues<Dimension>())
        {
            var tally = await campaign.GetAsync($"/tallies/{dimension.ToString().ToLowerInvariant()}{query}");
            var items = tally["items"]!.AsArray().ToDictionary(i => i!.Text("key")!, i => i!.Long("count"));
            if (tally.Long("unknown") != 0)
                items[""] = tally.Long("unknown");
            items.ShouldBe(Fold.Tally(lines, dimension), ignoreOrder: true);
            items.Values.Sum().ShouldBe(expected.Count);
            tally.Long("line").ShouldBe(expected.Line);
        }
        (await campaign.GetAsync("/milestones" + query)).ToJsonString()
            .ShouldBe(JsonSerializer.Serialize(Fold.Milestones(lines), ApiJson.Default.IReadOnlyListMilestoneAnswer));
        var points = (await campaign.GetAsync("/timeline" + (query.Length == 0 ? "?" : query + "&") + "by=minute"))["points"]!.AsArray();
        points[^1]!.Long("count").ShouldBe(expected.Count);
        points.Sum(p => p!.Long("counted")).ShouldBe(expected.Counted);
        points.Sum(p => p!.Long("removed")).ShouldBe(expected.Withdrawn + expected.Invalidated);
        points.Sum(p => p!.Long("external")).ShouldBe(expected.External);
    }

    private static async Task<string> AnswersAsync(TestCampaign campaign, string moment)
    {
        var answers = new List<string>();
        foreach (var path in (string[])["/progress", "/timeline", "/tallies/country", "/tallies/channel", "/tallies/share", "/milestones"])
            answers.Add((await campaign.GetAsync($"{path}?asOf={moment}")).ToJsonString());
        return string.Join('\n', answers);
    }

    private static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
