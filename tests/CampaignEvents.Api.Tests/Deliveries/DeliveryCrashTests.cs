using System.Net.Http.Json;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Tests.Hosting;
using CampaignEvents.Api.Tests.Ledger;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Api.Tests.Deliveries;

/// <summary>What is told through crashes. <c>CAMPAIGN_EVENTS_CHAOS_ROUNDS</c> makes them longer.</summary>
[Collection(ChaosTests.Name)]
public sealed class DeliveryCrashTests(ApiFixture fixture)
{
    [Fact]
    public async Task every_receiver_gets_every_milestone_however_often_processes_are_killed_and_twice_only_under_the_same_id()
    {
        await using var hooks = await HookServer.StartAsync();
        var connectionString = await fixture.NewDatabaseAsync();
        // Enough tries that none of them is a dead letter, whatever the answers.
        (string Key, string Value)[] patient =
            [.. DeliveryFixture.Quick.Where(s => s.Key != "Deliveries:Retries"), ("Deliveries:Retries", string.Join(',', Enumerable.Repeat("00:00:00.5", 50)))];
        (string, string)[] settings = [.. patient.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value))];
        var host = await fixture.StartHostAsync(connectionString, patient);
        var campaign = await host.LaunchAsync(goal: 1_000_000, thresholds: [.. Enumerable.Range(1, 99).Select(n => n * 200L)]);
        TestReceiver[] receivers = [await DeliveryFixture.ReceiveAsync(hooks, campaign, null), await DeliveryFixture.ReceiveAsync(hooks, campaign, null)];
        var random = new Random(7);
        // Every third answer gets lost on the way, and some are slow, so that a kill finds deliveries at every stage.
        foreach (var receiver in receivers)
        {
            hooks.Answer(receiver.Path, async (count, context) =>
            {
                await Task.Delay(count % 5 * 20);
                context.Response.StatusCode = count % 3 == 0 ? 500 : 200;
            });
        }
        // From here on, only processes that are killed do the telling.
        await host.DisposeAsync();

        for (var round = 0; round < Chaos.Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(connectionString, fixture.NewPath("teller"), settings);
            var before = receivers.Sum(r => r.Hooks.Count);
            await using var load = new Load(server.Client, campaign, signers: 1, prefix: $"r{round}-");
            await load.UntilAsync(120);
            // It tells, and is killed over it.
            await Wait.UntilAsync(() => receivers.Sum(r => r.Hooks.Count) > before, seconds: 60);
            await Task.Delay(random.Next(500));
            server.Kill();
        }

        await using var last = await fixture.StartHostAsync(connectionString, patient);
        var milestones = (await (campaign with { Host = last }).LinesAsync()).Where(l => l.Event is MilestoneReached).ToArray();
        milestones.Select(l => ((MilestoneReached)l.Event).Threshold).ShouldBeUnique();
        milestones.ShouldNotBeEmpty();
        foreach (var receiver in receivers)
        {
            var now = receiver with { Host = last };
            await now.WaitForAsync("delivered", milestones.Length, seconds: 60);
            (await now.DeliveriesAsync()).Count.ShouldBe(milestones.Length);
            var told = receiver.Hooks.GroupBy(h => h.Data.Long("line")).ToArray();
            told.Select(g => g.Key).Order().ShouldBe(milestones.Select(l => l.Number));
            told.ShouldAllBe(g => g.Select(h => h.Id).Distinct().Count() == 1);
        }
    }

    [Fact]
    public async Task after_the_database_was_away_telling_goes_on()
    {
        await using var hooks = await HookServer.StartAsync();
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        await using var postgres = await EmbeddedPostgres.JoinAsync(data, CancellationToken.None);
        await using var host = await TestHost.StartAsync(postgres.ConnectionString, folder, DeliveryFixture.Quick);
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2, 3]);
        var receiver = await DeliveryFixture.ReceiveAsync(hooks, campaign, null);
        await campaign.SignAsync("a@example.org");
        await receiver.WaitForAsync("delivered");

        await CrashTests.RestartAsync(data, "immediate");
        await Wait.UntilAsync(async () => (await campaign.SignAsync("b@example.org")).IsSuccessStatusCode);

        await receiver.WaitAsync(2, seconds: 60);
        await receiver.WaitForAsync("delivered", 2);
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("frozen")]
    public async Task when_the_node_that_tells_is_lost_another_goes_on(string how)
    {
        await using var hooks = await HookServer.StartAsync();
        var connectionString = await fixture.NewDatabaseAsync();
        (string, string)[] settings =
            [.. DeliveryFixture.Quick.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value))];
        // It has the staff key, and the other process is there before it comes back: that one leads, and tells.
        await (await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick)).DisposeAsync();
        await using var first = await ServerProcess.StartAsync(connectionString, fixture.NewPath("first-" + how), settings);
        await Task.Delay(2_000);
        await using var host = await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick);
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2, 3]);
        var receiver = await DeliveryFixture.ReceiveAsync(hooks, campaign, null);
        await campaign.SignAsync("a@example.org");
        await receiver.WaitForAsync("delivered");

        (await host.AskAsync<bool>("SELECT bool_and(n.node_number = 2) FROM campaign_events.wolverine_node_assignments a JOIN campaign_events.wolverine_nodes n ON n.id = a.node_id WHERE a.id LIKE '%leader%'")).ShouldBeTrue("the other process leads");
        if (how == "killed")
            first.Kill();
        else
            first.Freeze();
        await campaign.SignAsync("b@example.org");
        await receiver.WaitForAsync("delivered", 2, seconds: 60);

        if (how == "frozen")
        {
            first.Thaw();
            await Task.Delay(3_000);
            await campaign.SignAsync("c@example.org");
            await receiver.WaitForAsync("delivered", 3, seconds: 60);
        }
        receiver.Hooks.Select(h => (h.Id, h.Data.Long("threshold"))).Distinct().Count().ShouldBe((await receiver.DeliveriesAsync()).Count);
    }
}
