using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Api.Tests.Scenarios;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Milestones;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CampaignEvents.Api.Tests.Deliveries;

[Collection(DeliveryTestsCollection.Name)]
public sealed class RelayTests(DeliveryFixture fixture)
{
    [Fact]
    public async Task sixty_four_parallel_confirmations_over_a_threshold_are_one_milestone_and_one_delivery_for_each_receiver()
    {
        var campaign = await fixture.Host.LaunchAsync("email", goal: 100_000, thresholds: [35_000]);
        TestReceiver[] receivers = [await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign)];
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 34_990 }, staff: true);
        var tokens = fixture.Host.Services.GetRequiredService<SignatureTokens>();
        var signatures = await Task.WhenAll(Enumerable.Range(0, 64).Select(async n =>
            Guid.Parse((await campaign.SignAsync($"p{n}@example.org").JsonAsync()).Text("signatureId")!)));

        await Task.WhenAll(signatures.Select(id => campaign.PostAsync($"/signatures/{id}/confirm", new { token = tokens.For(id) })));

        (await campaign.LinesAsync()).Select(l => l.Event).OfType<MilestoneReached>().ShouldHaveSingleItem().Count.ShouldBe(35_000);
        foreach (var receiver in receivers)
        {
            (await receiver.WaitAsync(1))[0].Data.Long("threshold").ShouldBe(35_000);
            (await receiver.WaitForAsync("delivered")).Count.ShouldBe(1);
        }
        receivers.ShouldAllBe(receiver => receiver.Hooks.Count == 1);
    }

    [Fact]
    public async Task of_several_thresholds_that_one_line_crosses_who_asked_for_it_is_told_of_the_highest_only()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 100, thresholds: [10, 20, 30, 40]);
        var (all, highest) = (await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign, new { highestOnly = true }));
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 25 }, staff: true);
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 35 }, staff: true);

        (await all.WaitAsync(3)).Select(h => h.Data.Long("threshold")).ShouldBe([10, 20, 30]);
        (await highest.WaitAsync(2)).Select(h => h.Data.Long("threshold")).ShouldBe([20, 30]);
    }

    [Fact]
    public async Task a_threshold_that_is_crossed_again_is_told_only_to_who_asked_for_regained()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 100, thresholds: [10]);
        var (supporters, staff) = (await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign, "milestone.reached", "milestone.regained", "milestone.fallen_below"));
        foreach (var count in (int[])[12, 8, 11])
            await campaign.PostAsync("/external-counts", new { source = "paper", count }, staff: true);

        (await staff.WaitAsync(3)).Select(h => h.Type).ShouldBe(["milestone.reached", "milestone.fallen_below", "milestone.regained"]);
        supporters.Hooks.Select(h => h.Type).ShouldBe(["milestone.reached"]);
    }

    [Fact]
    public async Task what_happens_to_a_campaign_is_told_in_order()
    {
        var receiver = await fixture.ReceiveAsync(
            await fixture.Host.LaunchAsync(), new { campaign = (string?)null }, "campaign.launched", "campaign.closed", "campaign.reopened", "goal.changed", "goal.raised", "milestone.reached");
        var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 5]);
        await campaign.SignAsync("a@example.org");
        await fixture.Host.Staff.PutAsJsonAsync(campaign.Path + "/goal", new { goal = 7 });
        await fixture.Host.Staff.PostAsync(campaign.Path + "/close", null);
        await fixture.Host.Staff.PostAsync(campaign.Path + "/reopen", null);

        await Wait.UntilAsync(() => Of(campaign).Count >= 6);
        Of(campaign).Select(h => h.Type).ShouldBe(["campaign.launched", "milestone.reached", "goal.raised", "goal.changed", "campaign.closed", "campaign.reopened"]);
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{receiver.Id}")).EnsureSuccessStatusCode();

        // Other tests' campaigns are told of as well.
        IReadOnlyList<Hook> Of(TestCampaign one) => [.. receiver.Hooks.Where(h => h.Data["campaign"]!.Text("slug") == one.Slug)];
    }

    [Fact]
    public async Task history_is_not_told_of_unless_somebody_asks_and_then_under_the_same_ids()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 100, thresholds: [10], launchedAt: TimeProvider.System.GetUtcNow().AddYears(-1));
        var receiver = await fixture.ReceiveAsync(campaign, "campaign.launched", "milestone.reached");
        var file = fixture.NewFile($"{campaign.Slug}.csv", $"timestamp,count\n{TimeProvider.System.GetUtcNow().AddDays(-100):O},50\n");
        using (var import = ServerProcess.Run(
            ["import", "external-counts", file.FullName, "--campaign", campaign.Slug, "--source", "paper"], fixture.NewPath("import"),
            ("ConnectionStrings__Campaigns", fixture.Host.ConnectionString)))
            await import.WaitForExitAsync();
        (await campaign.LinesAsync()).Count.ShouldBe(3);
        await campaign.PostAsync("/thresholds", new { threshold = 60 }, staff: true);
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 60 }, staff: true);
        (await receiver.WaitAsync(1)).Single().Data.Long("threshold").ShouldBe(60);

        var again = await fixture.Host.Staff.PostAsync($"{campaign.Path}/redeliver?fromLine=1&receiver={receiver.Id}", null).JsonAsync();
        again.Long("deliveries").ShouldBe(3);
        var hooks = await receiver.WaitAsync(4);
        hooks.Skip(1).Select(h => h.Type).ShouldBe(["campaign.launched", "milestone.reached", "milestone.reached"]);
        hooks[3].Id.ShouldBe(hooks[0].Id);

        await fixture.Host.Staff.PostAsync($"{campaign.Path}/redeliver?fromLine=3&receiver={receiver.Id}", null);
        hooks = await receiver.WaitAsync(6);
        hooks.Skip(4).Select(h => h.Id).ShouldBe(hooks.Skip(2).Take(2).Select(h => h.Id));
    }

    [Fact]
    public async Task going_over_the_ledgers_again_sends_nothing()
    {
        var connectionString = await fixture.NewDatabaseAsync();
        var host = await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick);
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2]);
        var receiver = await fixture.ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        await receiver.WaitForAsync("delivered");
        (await host.Client.GetAsync("/health/deliveries")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.DisposeAsync();

        await using (var database = NpgsqlDataSource.Create(connectionString))
        await using (var rewind = database.CreateCommand($"DELETE FROM {LedgerSchema.Name}.mt_event_progression WHERE name = 'deliveries:All'"))
            (await rewind.ExecuteNonQueryAsync()).ShouldBe(1);

        await using var second = await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick);
        await (campaign with { Host = second }).SignAsync("b@example.org");
        (await receiver.WaitAsync(2)).Select(h => h.Data.Long("threshold")).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task a_rebuild_a_replay_and_a_scenario_send_nothing()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 2], closesAt: TimeProvider.System.GetUtcNow().AddDays(1));
        var receiver = await fixture.ReceiveAsync(campaign, [.. AnnouncementType.All.Remove(AnnouncementType.CountChanged)]);
        await campaign.SignAsync("a@example.org");
        await campaign.SignAsync("b@example.org");
        var told = await receiver.WaitAsync(5);
        await receiver.WaitForAsync("delivered", 5);
        var (lines, rows) = ((await campaign.LinesAsync()).Count, (await receiver.DeliveriesAsync()).ToJsonString());

        await fixture.Host.Services.GetRequiredService<Rebuild>().RunAsync(campaign.Id, RebuildModels.All, _ => { }, CancellationToken.None);
        (await fixture.Host.Staff.GetStringAsync($"{campaign.Path}/replay?speed=1000000")).ShouldContain("event: milestone");
        (await campaign.RunAsync(new { thresholds = (int[])[1], closesAt = campaign.Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddSeconds(1) })).Text("state").ShouldBe("done");

        await Task.Delay(2_000);
        receiver.Hooks.ShouldBe(told);
        (await receiver.DeliveriesAsync()).ToJsonString().ShouldBe(rows);
        (await campaign.LinesAsync()).Count.ShouldBe(lines);
    }

    [Fact]
    public async Task a_relay_that_is_behind_and_stands_still_is_not_healthy()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await Wait.UntilAsync(async () => await host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Name}.mt_event_progression WHERE name = 'deliveries:All' AND last_seq_id > 0") == 1);
        // As if it had stopped two minutes ago, before the last line.
        await host.AskAsync<object>($"WITH stopped AS (UPDATE {LedgerSchema.Name}.mt_event_progression SET last_seq_id = 0, last_updated = now() - interval '2 minutes' WHERE name = 'deliveries:All') SELECT 1");
        (await host.Client.GetAsync("/health/deliveries")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        campaign.Slug.ShouldNotBeEmpty();
    }
}
