using System.Net;
using System.Text.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Replays;

[Collection(ApiTests.Name)]
public sealed class StateTests(ApiFixture fixture)
{
    [Fact]
    public async Task the_state_as_of_any_line_or_moment_is_the_same_by_checkpoint_as_by_fold_from_line_1_and_as_progress_said()
    {
        var campaign = await fixture.Host.WriteAsync("checkpointed", People(25_000));
        var (writer, states) = (fixture.Host.Services.GetRequiredService<CheckpointWriter>(), fixture.Host.Services.GetRequiredService<StateAsOf>());
        await writer.CatchUpAsync(CancellationToken.None);
        (await fixture.Host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1", campaign.Id)).ShouldBe(2);

        var lines = await campaign.LinesAsync();
        foreach (var line in (long[])[1, 9_999, 10_000, 10_001, 14_321, 20_000, 20_001, lines.Count])
            Json(await states.ReadAsync(campaign.Id, new(To: line), CancellationToken.None)).ShouldBe(Json(Fold(lines.Take((int)line))));

        var random = new Random(7);
        for (var n = 0; n < 40; n++)
        {
            var moment = LedgerTime.Truncate(lines[random.Next(lines.Count)].At.AddMilliseconds(random.Next(-50, 50)));
            var state = await states.ReadAsync(campaign.Id, new(Until: moment), CancellationToken.None);
            Json(state).ShouldBe(Json(Fold(lines.Where(l => l.At <= moment))));
            if (state.Campaign.IsLaunched)
                (await campaign.GetAsync($"/progress?asOf={moment:yyyy-MM-ddTHH:mm:ss.ffffffZ}")).Long("line").ShouldBe(state.Campaign.Progress.Line);
        }
    }

    [Fact]
    public async Task checkpoints_may_be_deleted_and_come_back_the_same_to_the_byte()
    {
        var campaign = await fixture.Host.WriteAsync("deleted-checkpoints", People(10_500));
        var writer = fixture.Host.Services.GetRequiredService<CheckpointWriter>();
        await writer.CatchUpAsync(CancellationToken.None);
        const string Read = $"SELECT state FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1";
        var first = await fixture.Host.AskAsync<byte[]>(Read, campaign.Id);
        await fixture.Host.AskAsync<long>($"WITH gone AS (DELETE FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1) SELECT 1::bigint", campaign.Id);
        await writer.CatchUpAsync(CancellationToken.None);
        (await fixture.Host.AskAsync<byte[]>(Read, campaign.Id)).ShouldBe(first);
    }

    [Fact]
    public async Task the_state_tells_progress_thresholds_breakdowns_and_milestones()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, thresholds: [5]);
        await campaign.SignAsync("ada@example.org", channel: "email");
        await campaign.SignAsync("bob@example.org", country: "DE");

        var state = await (await campaign.Host.Staff.GetAsync($"{campaign.Path}/state")).JsonAsync();
        state["progress"]!.Long("count").ShouldBe(2);
        state["thresholds"]!.ToJsonString().ShouldBe("""[{"threshold":2,"reached":true,"below":false},{"threshold":5,"reached":false,"below":false}]""");
        state["countries"]!.ToJsonString().ShouldBe("""{"unknown":0,"items":[{"key":"DE","count":1},{"key":"GB","count":1}]}""");
        state["channels"]!.ToJsonString().ShouldBe("""{"unknown":1,"items":[{"key":"email","count":1}]}""");
        state["milestones"]!.ToJsonString().ShouldBe((await campaign.GetAsync("/milestones")).ToJsonString());

        (await (await campaign.Host.Staff.GetAsync($"{campaign.Path}/state?line=1")).JsonAsync())["progress"]!.Long("count").ShouldBe(0);
    }

    [Theory]
    [InlineData("line=0", HttpStatusCode.BadRequest)]
    [InlineData("line=9", HttpStatusCode.NotFound)]
    [InlineData("line=1&asOf=2020-12-08T12:00:00Z", HttpStatusCode.BadRequest)]
    [InlineData("asOf=2020-12-08T12:00:00Z", HttpStatusCode.NotFound)]
    [InlineData("asOf=2999-12-08T12:00:00Z", HttpStatusCode.BadRequest)]
    public async Task what_there_is_no_state_of_is_refused(string query, HttpStatusCode status)
    {
        var campaign = await fixture.Host.LaunchAsync();
        (await campaign.Host.Staff.GetAsync($"{campaign.Path}/state?{query}")).StatusCode.ShouldBe(status);
        (await campaign.Host.Client.GetAsync($"{campaign.Path}/state?{query}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static IEnumerable<Command> People(int people) => Enumerable.Range(1, people).Select(n => (Command)Some.Sign(
        n, Some.Noon.AddMilliseconds(n * 7), country: n % 3 == 0 ? "DE" : "GB", channel: n % 5 == 0 ? null : "email"));

    private static LedgerState Fold(IEnumerable<Line> lines)
    {
        var fold = new LedgerFold();
        foreach (var line in lines)
            fold.Add(line);
        return fold.State;
    }

    private static string Json(LedgerState state) => System.Text.Encoding.UTF8.GetString(Checkpoints.Write(state));
}
