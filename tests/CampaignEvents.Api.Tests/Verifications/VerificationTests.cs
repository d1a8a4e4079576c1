using System.Text.Json.Nodes;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Tests.ReadModels;
using CampaignEvents.Api.Verifications;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Tests;
using CampaignEvents.Domain.Tests.Laws;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Verifications;

[Collection(ApiTests.Name)]
public sealed class VerificationTests(ApiFixture fixture)
{
    private static int _campaigns;

    [Fact]
    public async Task what_random_commands_wrote_follows_from_the_ledger()
    {
        var random = new Random(20_201_221);
        var sequences = new List<Command[]>();
        RandomCommands.Sequence.Sample(sequences.Add, iter: 12, threads: 1, seed: "0000000000002");
        foreach (var (sequence, index) in sequences.Select((s, i) => (s, i)))
            (await VerifyAsync(await fixture.Host.WriteAsync($"verified-{index}", sequence, random))).ShouldBeEmpty();
    }

    /// <summary>Each damage is done to a campaign of its own: person 1 withdrew, 2 shared and brought 3, and paper brought 5 more.</summary>
    [Theory]
    [InlineData($"UPDATE {LedgerSchema.Timeline} SET counted = 99 WHERE set_id = {RowSet.OfTimeline} AND line = 12",
        "timeline", 12, "minute 2020-12-08 12:00:00+00 block 0: counted", "3", "99")]
    [InlineData($"DELETE FROM {LedgerSchema.Timeline} WHERE set_id = {RowSet.OfTimeline} AND line = 1",
        "timeline", 1, "minute 2020-12-08 09:00:00+00 block 0", "line 1, at 2020-12-08 09:00:00+00, counted 0, pending 0, withdrawn 0, invalidated 0, external 0, goal 2, closed false", null)]
    [InlineData($"UPDATE {LedgerSchema.Tallies} SET count = 7 WHERE set_id = {RowSet.OfTallies} AND dimension = 1 AND key = 'DE'",
        "tallies", 12, "country DE minute 2020-12-08 12:00:00+00 block 0: count", "1", "7")]
    [InlineData($"DELETE FROM {LedgerSchema.Tallies} WHERE set_id = {RowSet.OfTallies} AND dimension = 2 AND key = ''",
        "tallies", 12, "channel unknown minute 2020-12-08 12:00:00+00 block 0", "count 5", null)]
    [InlineData($"UPDATE {LedgerSchema.MilestoneChanges} SET by_line = 1 WHERE set_id = {RowSet.OfMilestones} AND threshold = 2 AND change = 1",
        "milestones", 4, "line 4: by_line", "3", "1")]
    [InlineData($"UPDATE {LedgerSchema.CampaignDocument} SET data = jsonb_set(data, '{{progress,counted}}', '4') WHERE id = $1",
        "campaign", 12, "document.progress.counted", "3", "4")]
    [InlineData($"UPDATE {LedgerSchema.PageDocument} SET data = jsonb_set(data, '{{title}}', '\"Save the lake\"') WHERE id = $1",
        "page", 1, "document.title", "\"Save the pond\"", "\"Save the lake\"")]
    [InlineData($"DELETE FROM {LedgerSchema.PageDocument} WHERE id = $1", "page", 1, "document", "*", null)]
    [InlineData($"UPDATE {LedgerSchema.Signatories} SET status = 4 WHERE campaign_id = $1 AND number = 2",
        "signatories", 3, "signature *: status", "2", "4")]
    [InlineData($"DELETE FROM {LedgerSchema.Signatories} WHERE campaign_id = $1 AND number = 3", "signatories", 9, "signature *", "*", null)]
    [InlineData($"UPDATE {LedgerSchema.Signatories} SET key = gen_random_uuid() WHERE campaign_id = $1 AND status = 3",
        "signatories", null, "signature *: key of somebody who withdrew", "erased", "kept")]
    [InlineData($"UPDATE {LedgerSchema.Shares} SET channel = 'sms' WHERE campaign_id = $1", "shares", 8, "share *: channel", "whatsapp", "sms")]
    [InlineData($"UPDATE {LedgerSchema.Streams} SET version = 14 WHERE id = $1", "ledger", 14, "last line", "14", "12")]
    [InlineData($"DELETE FROM {LedgerSchema.Events} WHERE stream_id = $1 AND version = 7", "ledger", 8, "line number", "7", "8")]
    [InlineData($"DELETE FROM {LedgerSchema.Events} WHERE stream_id = $1 AND version = 4", "ledger", 5, "milestone rule", "MilestoneReached*", "GoalRaised")]
    [InlineData($"UPDATE {LedgerSchema.Events} SET timestamp = timestamp - interval '1 day' WHERE stream_id = $1 AND version = 6",
        "ledger", 6, "time", "2020-12-08T12:00:00.0000000+00:00 or later", "2020-12-07T12:00:00.0000000+00:00")]
    [InlineData($"UPDATE {LedgerSchema.Events} SET data = jsonb_set(data, '{{change}}', '6') WHERE stream_id = $1 AND type = 'external_count_recorded_v1'",
        "ledger", 11, "change of paper", "5", "6")]
    [InlineData($"UPDATE {LedgerSchema.Events} SET bdata = overlay(bdata placing '\\x0000000000000001'::bytea from 35) WHERE stream_id = $1 AND version = 9",
        "ledger", 9, "number", "3", "1")]
    [InlineData($"UPDATE {LedgerSchema.Events} SET data = jsonb_set(data, '{{count}}', '3') WHERE stream_id = $1 AND version = 4",
        "ledger", 4, "milestone rule", "MilestoneReached*Count = 2*", "MilestoneReached*Count = 3*")]
    public async Task a_damage_is_named_with_its_line_and_both_values(string sql, string part, int? line, string what, string? expected, string? found)
    {
        var campaign = await DamagedAsync(sql);
        var differences = await VerifyAsync(campaign);
        differences.ShouldContain(d => d.Part == part && d.Line == line && Fits(d.What, what) && Fits(d.Expected, expected) && Fits(d.Found, found),
            string.Join('\n', differences));
        if (part != "ledger")
            differences.Count.ShouldBe(1, string.Join('\n', differences));
    }

    [Fact]
    public async Task a_missing_milestone_is_told_once_and_not_again_after_every_later_line()
    {
        var campaign = await fixture.Host.WriteAsync("missing-milestone", Enumerable.Range(1, 300).Select(n => (Command)Some.Sign(n)));
        await StoredRows.DamageAsync(campaign, $"DELETE FROM {LedgerSchema.Events} WHERE stream_id = $1 AND type = 'milestone_reached_v1' AND data->>'threshold' = '100'");
        var ofLedger = (await VerifyAsync(campaign)).Where(d => d.Part == "ledger").ToArray();
        ofLedger.Select(d => d.What).ShouldBe(["line number", "milestone rule"]);
        ofLedger[1].Expected.ShouldStartWith("MilestoneReached { Threshold = 100");

        (await Should.ThrowAsync<InvalidDataException>(() => fixture.Host.Services.GetRequiredService<Api.Rebuilds.Rebuild>()
            .RunAsync(campaign.Id, Api.Rebuilds.RebuildModels.All, _ => { }, CancellationToken.None))).Message.ShouldStartWith("Line 102 is missing");
    }

    [Theory]
    [InlineData($"UPDATE {LedgerSchema.Checkpoints} SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"counted\":9', '\"counted\":8'), 'UTF8') WHERE campaign_id = $1", "line 10000: state.campaign.progress.counted")]
    [InlineData($"UPDATE {LedgerSchema.Checkpoints} SET at = at + interval '1 second' WHERE campaign_id = $1", "line 10000: at")]
    [InlineData($"UPDATE {LedgerSchema.Checkpoints} SET line = 10001 WHERE campaign_id = $1", "line 10001")]
    [InlineData($"UPDATE {LedgerSchema.Checkpoints} SET state = 'broken' WHERE campaign_id = $1", "line 10000: state")]
    public async Task a_damaged_checkpoint_is_named(string sql, string what)
    {
        var campaign = await fixture.Host.WriteAsync("checked-" + Interlocked.Increment(ref _campaigns), Enumerable.Range(1, 10_010).Select(n => (Command)Some.Sign(n)));
        await fixture.Host.Services.GetRequiredService<CheckpointWriter>().CatchUpAsync(CancellationToken.None);
        (await VerifyAsync(campaign)).ShouldBeEmpty();
        await StoredRows.DamageAsync(campaign, sql);
        (await VerifyAsync(campaign)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            d => d.Part.ShouldBe("checkpoints"), d => d.What.ShouldBe(what));
    }

    [Fact]
    public async Task it_is_of_one_state_while_signatures_arrive()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 10, ladder: [10, 100, 1_000, 10_000]);
        await using var load = new Ledger.Load(fixture.Host.Client, campaign, signers: 16, prefix: "verified-");
        for (var round = 0; round < 5; round++)
        {
            await load.UntilAsync(load.Acknowledged.Count + 100);
            (await VerifyAsync(campaign)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task over_http_the_differences_and_then_the_result_are_json_lines()
    {
        var campaign = await DamagedAsync($"UPDATE {LedgerSchema.Shares} SET channel = 'sms' WHERE campaign_id = $1");
        var response = await campaign.PostAsync("/verify", new { }, staff: true);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/jsonl");
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToArray();
        lines[^2]["difference"]!.Text("found").ShouldBe("sms");
        lines[^1]["result"]!.ToJsonString().ShouldBe("""{"proved":false,"lines":12,"count":7,"differences":1}""");
        (await campaign.PostAsync("/verify", new { })).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await (campaign with { Slug = "nowhere" }).PostAsync("/verify", new { }, staff: true)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task<TestCampaign> DamagedAsync(string sql)
    {
        var campaign = await fixture.Host.WriteAsync("damaged-" + Interlocked.Increment(ref _campaigns),
        [
            new LaunchCampaign(Some.Terms with { Goal = 2, Ladder = [4] }, Some.Morning),
            Some.Sign(1), Some.Sign(2), Some.Withdraw(1), Some.ShareBy(1, signature: 2), Some.Sign(3, referral: Some.ShareBy(1).ShareId, country: "DE"),
            Some.Report(5),
        ]);
        (await VerifyAsync(campaign)).ShouldBeEmpty();
        await StoredRows.DamageAsync(campaign, sql);
        return campaign;
    }

    private static async Task<IReadOnlyList<Difference>> VerifyAsync(TestCampaign campaign)
    {
        var differences = new List<Difference>();
        var result = await campaign.Host.Services.GetRequiredService<Verification>()
            .RunAsync(campaign.Id, _ => { }, differences.Add, CancellationToken.None);
        result.Differences.ShouldBe(differences.Count);
        return differences;
    }

    private static bool Fits(string? value, string? pattern) => value is null || pattern is null
        ? value == pattern
        : System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
