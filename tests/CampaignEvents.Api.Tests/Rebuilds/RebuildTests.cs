using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Tests.Ledger;
using CampaignEvents.Api.Tests.ReadModels;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tests;
using CampaignEvents.Domain.Tests.Laws;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Rebuilds;

[Collection(ApiTests.Name)]
public sealed class RebuildTests(ApiFixture fixture)
{
    [Fact]
    public async Task for_random_commands_a_rebuild_equals_what_was_kept_live_byte_for_byte_and_so_does_another()
    {
        var random = new Random(20_201_220);
        var sequences = new List<Command[]>();
        RandomCommands.Sequence.Sample(sequences.Add, iter: 12, threads: 1, seed: "0000000000001");
        foreach (var (sequence, index) in sequences.Select((s, i) => (s, i)))
        {
            var campaign = await fixture.Host.WriteAsync($"rebuilt-{index}", sequence, random);
            var live = await StoredRows.ReadAsync(campaign);
            (await RebuildAsync(campaign)).ShouldBe((await campaign.LinesAsync()).Count);
            StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
            await RebuildAsync(campaign);
            StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
        }
        (await StoredRows.StrayAsync(fixture.Host)).ShouldBe(0);
    }

    [Fact]
    public async Task a_ledger_of_many_pages_with_checkpoints_is_rebuilt_to_the_byte_and_goes_on_being_kept()
    {
        var campaign = await fixture.Host.WriteAsync("rebuilt-long", People(0, 21_000));
        var live = await StoredRows.ReadAsync(campaign);
        await RebuildAsync(campaign);
        StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);

        // A twin whose read models were never rebuilt comes to the same with the same further lines.
        var twin = await fixture.Host.WriteAsync("never-rebuilt", People(0, 21_000));
        foreach (var each in (TestCampaign[])[campaign, twin])
            await fixture.Host.WriteAsync(each.Slug, [new Domain.Campaigns.LaunchCampaign(Some.Terms, Some.Morning), .. People(21_000, 3_000)]);
        foreach (var path in (string[])["/timeline?by=minute", "/tallies/country", "/tallies/channel", "/milestones"])
            Stripped(await campaign.GetAsync(path)).ShouldBe(Stripped(await twin.GetAsync(path)));
        (await campaign.GetAsync("/progress")).Long("count").ShouldBe(24_000);

        static string Stripped(System.Text.Json.Nodes.JsonNode node) =>
            System.Text.RegularExpressions.Regex.Replace(node.ToJsonString(), "\"signatureId\":\"[^\"]+\"", "");
    }

    [Theory]
    [InlineData(RowSet.Timeline, $"UPDATE {LedgerSchema.Timeline} SET counted = counted + 1 WHERE set_id = {RowSet.OfTimeline}")]
    [InlineData(RowSet.Tallies, $"DELETE FROM {LedgerSchema.Tallies} WHERE set_id = {RowSet.OfTallies}")]
    [InlineData(RowSet.Milestones, $"UPDATE {LedgerSchema.MilestoneChanges} SET threshold = 7 WHERE set_id = {RowSet.OfMilestones}")]
    [InlineData(RebuildModels.Campaign, $"UPDATE {LedgerSchema.CampaignDocument} SET data = jsonb_set(data, '{{progress,counted}}', '9') WHERE id = $1")]
    [InlineData(RebuildModels.Page, $"DELETE FROM {LedgerSchema.PageDocument} WHERE id = $1")]
    [InlineData(RebuildModels.Checkpoints, $"UPDATE {LedgerSchema.Checkpoints} SET line = line + 1, state = 'x' WHERE campaign_id = $1")]
    public async Task each_read_model_that_was_damaged_is_mended_alone(string model, string damage)
    {
        var campaign = await fixture.Host.WriteAsync($"mended-{model}", People(0, 10_100));
        var live = await StoredRows.ReadAsync(campaign);
        await StoredRows.DamageAsync(campaign, damage);
        (await StoredRows.ReadAsync(campaign)).ShouldNotBe(live);

        await RebuildAsync(campaign, [.. RebuildModels.All.Where(m => m != model)]);
        (await StoredRows.ReadAsync(campaign)).ShouldNotBe(live, "the others do not touch it");
        await RebuildAsync(campaign, model);
        StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
        (await campaign.SignAsync("after@example.org")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        (await campaign.GetAsync("/tallies/country")).Long("count").ShouldBe(10_101);
    }

    [Fact]
    public async Task signatures_that_arrive_meanwhile_are_in_it_and_nobody_reads_a_half()
    {
        var campaign = await fixture.Host.WriteAsync("busy-rebuild", People(0, 12_000));
        var load = new Load(fixture.Host.Client, campaign, signers: 16, prefix: "busy-");
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var last = 0L;
            while (!stop.IsCancellationRequested)
            {
                var tally = await campaign.GetAsync("/tallies/country");
                (tally["items"]!.AsArray().Sum(i => i!.Long("count")) + tally.Long("unknown")).ShouldBe(tally.Long("count"));
                tally.Long("count").ShouldBeGreaterThanOrEqualTo(last);
                last = tally.Long("count");
            }
        });
        for (var round = 0; round < 4; round++)
        {
            await load.UntilAsync(load.Acknowledged.Count + 150);
            await RebuildAsync(campaign);
        }
        await load.DisposeAsync();
        await stop.CancelAsync();
        await reading;
        load.Refusals.ShouldBeEmpty();

        var kept = await StoredRows.ReadAsync(campaign);
        await RebuildAsync(campaign);
        StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), kept);
        (await campaign.GetAsync("/progress")).Long("count").ShouldBeGreaterThanOrEqualTo(12_000 + load.Acknowledged.Count);
    }

    [Fact]
    public async Task two_rebuilds_of_a_campaign_at_once_are_refused()
    {
        var campaign = await fixture.Host.WriteAsync("rebuilt-twice-at-once", People(0, 10));
        await using var other = await fixture.Host.Services.GetRequiredService<WorkConnections>().TryLeaseAsync($"rebuild {campaign.Id}", CancellationToken.None);
        (await Should.ThrowAsync<InvalidOperationException>(() => RebuildAsync(campaign))).Message.ShouldContain("already");
    }

    [Fact]
    public async Task one_that_is_stopped_changes_nothing_and_the_next_clears_up()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.WriteAsync("stopped-rebuild", People(0, 20_000));
        var live = await StoredRows.ReadAsync(campaign);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => host.Services.GetRequiredService<Rebuild>()
            .RunAsync(campaign.Id, RebuildModels.All, line => stop.Cancel(), stop.Token));
        StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
        (await StoredRows.StrayAsync(host)).ShouldBeGreaterThan(0);

        await RebuildAsync(campaign);
        (await StoredRows.StrayAsync(host)).ShouldBe(0);
    }

    private static Task<long> RebuildAsync(TestCampaign campaign, params string[] models) => campaign.Host.Services.GetRequiredService<Rebuild>()
        .RunAsync(campaign.Id, models.Length == 0 ? RebuildModels.All : models, _ => { }, CancellationToken.None);

    private static IEnumerable<Command> People(int after, int people) => Enumerable.Range(after + 1, people).Select(n => (Command)Some.Sign(
        n, Some.Noon.AddMilliseconds(n * 40), country: n % 3 == 0 ? "DE" : "GB", channel: n % 5 == 0 ? null : "email"));
}
