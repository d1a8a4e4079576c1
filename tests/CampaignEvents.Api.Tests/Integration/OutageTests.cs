using System.Net;
using System.Net.Sockets;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Api.Tests.Ledger;
using CampaignEvents.Contracts;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>What is told while broker or server go away. <c>CAMPAIGN_EVENTS_CHAOS_ROUNDS</c> makes them longer.</summary>
[Collection(BusTestsCollection.Name)]
public sealed class OutageTests(BusFixture fixture)
{
    [RabbitFact]
    public async Task what_happens_while_the_broker_is_down_arrives_after_in_order_for_each_campaign_and_costs_no_try()
    {
        var inbox = await fixture.ListenAsync(typeof(MilestoneReached), typeof(CountChanged));
        TestCampaign[] campaigns = [await LaunchAsync(fixture.Host), await LaunchAsync(fixture.Host)];
        var receiver = await BusFixture.ReceiveAsync(fixture.Host, null, "milestone.reached");
        var counts = await BusFixture.ReceiveAsync(fixture.Host, campaigns[0], "count.changed");
        await SignAsync(0);
        await inbox.WaitAsync(2);

        await fixture.Node.GoAwayAsync();
        var down = System.Diagnostics.Stopwatch.StartNew();
        for (var n = 1; down.Elapsed < TimeSpan.FromSeconds(Chaos.Rounds * 4); n++)
        {
            await SignAsync(n);
            await Task.Delay(400);
        }
        (await fixture.Host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fixture.Host.Client.GetAsync("/health/bus")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await receiver.GetAsync()).Long("failures").ShouldBeGreaterThan(0);
        (await counts.DeliveriesAsync("&state=waiting")).Count.ShouldBe(1);
        await fixture.Node.ComeBackAsync();

        var milestones = 0;
        foreach (var campaign in campaigns)
        {
            var lines = (await campaign.LinesAsync()).Where(l => l.Event is Domain.Milestones.MilestoneReached).Select(l => l.Number).ToArray();
            lines.Length.ShouldBeGreaterThan(5);
            milestones += lines.Length;
            await Wait.UntilAsync(async () => Lines(await inbox.ReadAsync()).Length >= lines.Length, 60);
            Lines(await inbox.ReadAsync()).ShouldBe(lines);

            long[] Lines(IReadOnlyList<Arrived> arrived) =>
                [.. arrived.Where(a => a.Exchange.EndsWith(nameof(MilestoneReached), StringComparison.Ordinal) && a.Message["campaign"]!.Text("slug") == campaign.Slug)
                    .DistinctBy(a => a.MessageId).Select(a => a.Message.Long("line"))];
        }
        var delivered = await receiver.WaitForAsync("delivered", milestones);
        delivered.SelectMany(d => d!["attempts"]!.AsArray()).Select(a => a!.Text("outcome")).Distinct().Order().ShouldBe(["delivered", "unreachable"]);
        var count = (await campaigns[0].LinesAsync()).Count(l => l.Event is Domain.Signatures.SignatureCounted);
        await Wait.UntilAsync(async () => (await inbox.ReadAsync())
            .LastOrDefault(a => a.Exchange.EndsWith(nameof(CountChanged), StringComparison.Ordinal))?.Message.Long("count") == count);
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{receiver.Id}")).EnsureSuccessStatusCode();

        Task SignAsync(int n) => Task.WhenAll(campaigns.Select(c => c.SignAsync($"p{n}@example.org")));
    }

    [RabbitFact]
    public async Task without_a_broker_a_host_starts_serves_and_stops_soon()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var uri = $"amqp://nobody:secret@127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/";
        port.Stop();
        var started = System.Diagnostics.Stopwatch.StartNew();
        var host = await fixture.NewHostAsync(BusFixture.SettingsOf(uri));
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        (await host.Client.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var campaign = await LaunchAsync(host);
        var receiver = await BusFixture.ReceiveAsync(host, campaign, "milestone.reached");
        await campaign.SignAsync("a@example.org");

        await Wait.UntilAsync(async () => (await receiver.GetAsync()).Long("failures") >= 2);
        var waiting = (await receiver.DeliveriesAsync("&state=waiting")).ShouldHaveSingleItem()!;
        waiting["attempts"]!.AsArray().ShouldAllBe(a => a!.Text("outcome") == "unreachable" && a!.Long("tookMs") < 3_000);
        started.Restart();
        await host.DisposeAsync();
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [RabbitFact]
    public async Task every_message_arrives_however_often_the_server_is_killed_and_twice_only_under_the_same_id()
    {
        var inbox = await fixture.ListenAsync(typeof(MilestoneReached));
        var connectionString = await fixture.NewDatabaseAsync();
        var host = await fixture.StartHostAsync(connectionString, fixture.BusSettings);
        var campaign = await host.LaunchAsync(goal: 1_000_000, thresholds: [.. Enumerable.Range(1, 99).Select(n => n * 20L)]);
        var receiver = await BusFixture.ReceiveAsync(host, campaign, "milestone.reached");
        // From here on, only processes that are killed do the telling.
        await host.DisposeAsync();
        (string, string)[] settings = [.. fixture.BusSettings.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value))];
        var random = new Random(7);
        for (var round = 0; round < Chaos.Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(connectionString, fixture.NewPath("publisher"), settings);
            var before = (await inbox.ReadAsync()).Count;
            await using var load = new Load(server.Client, campaign, signers: 2, prefix: $"r{round}-");
            // It tells, and is killed over it.
            await Wait.UntilAsync(async () => (await inbox.ReadAsync()).Count > before, seconds: 60);
            await Task.Delay(random.Next(500));
            server.Kill();
        }

        await using var last = await fixture.StartHostAsync(connectionString, fixture.BusSettings);
        var lines = (await (campaign with { Host = last }).LinesAsync()).Where(l => l.Event is Domain.Milestones.MilestoneReached).Select(l => l.Number).ToArray();
        await (receiver with { Host = last }).WaitForAsync("delivered", lines.Length, seconds: 60);
        var arrived = await inbox.ReadAsync();
        arrived.DistinctBy(a => a.MessageId).Select(a => a.Message.Long("line")).ShouldBe(lines);
        arrived.GroupBy(a => a.Message.Long("line")).ShouldAllBe(g => g.Select(a => a.MessageId).Distinct().Count() == 1);
    }

    private static Task<TestCampaign> LaunchAsync(TestHost host) =>
        host.LaunchAsync(goal: 1_000, thresholds: [.. Enumerable.Range(1, 99).Select(n => (long)n)]);
}
