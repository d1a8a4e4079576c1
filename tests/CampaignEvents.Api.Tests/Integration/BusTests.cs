using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Schedules;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Integration;

[Collection(BusTestsCollection.Name)]
public sealed class BusTests(BusFixture fixture)
{
    private static readonly string[] _all =
    [
        "milestone.reached", "milestone.fallen_below", "milestone.regained", "goal.raised", "goal.changed", "campaign.launched", "campaign.closed",
        "campaign.reopened",
    ];

    [RabbitFact]
    public async Task every_contract_arrives_once_in_order_and_its_message_id_is_the_deliverys()
    {
        var inbox = await fixture.ListenAsync(typeof(Announcement));
        var all = await BusFixture.ReceiveAsync(fixture.Host, null, _all);
        var campaign = await fixture.Host.LaunchAsync(goal: 3, ladder: [3, 10]);
        foreach (var count in (int[])[4, 2, 5])
            await campaign.PostAsync("/external-counts", new { source = "paper", count }, staff: true);
        await fixture.Host.Staff.PutAsJsonAsync(campaign.Path + "/goal", new { goal = 20 });
        await fixture.Host.Staff.PostAsync(campaign.Path + "/close", null);
        await fixture.Host.Staff.PostAsync(campaign.Path + "/reopen", null);

        var delivered = await all.WaitForAsync("delivered", 8);
        await Task.Delay(300);
        var arrived = await inbox.ReadAsync();
        arrived.Select(a => a.Message.Long("line")).ShouldBe(delivered.Select(d => d!.Long("line")).Order());
        arrived.Select(a => a.MessageId).ShouldBe(delivered.OrderBy(d => d!.Long("line")).Select(d => Guid.Parse(d!.Text("id")!)));
        arrived.Select(a => a.Exchange["CampaignEvents.Contracts:".Length..]).ShouldBe(
        [
            nameof(CampaignLaunched), nameof(MilestoneReached), nameof(GoalRaised), nameof(MilestoneFallenBelow), nameof(MilestoneRegained),
            nameof(GoalChanged), nameof(CampaignClosed), nameof(CampaignReopened),
        ]);
        arrived.ShouldAllBe(a => a.Message["campaign"]!.Text("slug") == campaign.Slug);
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{all.Id}")).EnsureSuccessStatusCode();
    }

    [RabbitFact]
    public async Task single_signatures_and_tests_arrive()
    {
        var inbox = await fixture.ListenAsync(typeof(SignatureRecorded), typeof(ReceiverTest));
        var campaign = await fixture.Host.LaunchAsync();
        var receiver = await BusFixture.ReceiveAsync(fixture.Host, campaign, "signature.counted");
        var tested = await fixture.Host.Staff.PostAsync($"/api/receivers/{receiver.Id}/test", null).JsonAsync();
        (await inbox.WaitAsync(1))[0].MessageId.ShouldBe(Guid.Parse(tested.Text("deliveryId")!));
        for (var n = 0; n < 20; n++)
            await campaign.SignAsync($"p{n}@example.org");

        var arrived = await inbox.WaitAsync(21);
        arrived.Skip(1).Select(a => a.Message.Long("number")).Order().ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
        arrived.Select(a => a.MessageId).ShouldBeUnique();
        arrived.Skip(1).ShouldAllBe(a => !a.Message.ToJsonString(null).Contains("example.org"));
    }

    [Fact]
    public async Task without_a_broker_there_is_a_bus_within_the_process()
    {
        await using var host = await fixture.NewHostAsync(BusFixture.SettingsOf(""));
        var campaign = await host.LaunchAsync(goal: 5);
        var heard = new System.Collections.Concurrent.ConcurrentQueue<(Guid? MessageId, MilestoneReached Message)>();
        var listening = host.Services.GetRequiredService<IBus>().ConnectReceiveEndpoint("listener", endpoint => endpoint.Handler<MilestoneReached>(context =>
        {
            heard.Enqueue((context.MessageId, context.Message));
            return Task.CompletedTask;
        }));
        await listening.Ready;
        var receiver = await BusFixture.ReceiveAsync(host, campaign, "milestone.reached");
        await host.Services.GetRequiredService<IBus>().Publish(
            new RecordExternalCount(campaign.Slug, "partner", 6), context => context.MessageId = campaign.Id);

        var delivery = (await receiver.WaitForAsync("delivered"))[0]!;
        await Wait.UntilAsync(() => !heard.IsEmpty);
        heard.ShouldHaveSingleItem().MessageId.ShouldBe(Guid.Parse(delivery.Text("id")!));
        heard.Single().Message.Source.ShouldBe("partner");
    }

    [RabbitFact]
    public async Task counts_are_for_the_bus_alone()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var response = await fixture.Host.Staff.PostAsJsonAsync(
            "/api/receivers", new { name = "Hook", kind = "webhook", url = "https://example.org", campaign = campaign.Slug, events = (string[])["count.changed"] });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [RabbitFact]
    public async Task a_count_is_told_at_most_once_a_second_and_the_last_one_is_final()
    {
        var inbox = await fixture.ListenAsync(typeof(CountChanged));
        var campaign = await fixture.Host.LaunchAsync(goal: 1_000);
        var receiver = await BusFixture.ReceiveAsync(fixture.Host, campaign, "count.changed");
        var started = System.Diagnostics.Stopwatch.StartNew();
        var count = 0;
        for (; started.Elapsed < TimeSpan.FromSeconds(4); count++)
            await campaign.SignAsync($"p{count}@example.org");
        await Wait.UntilAsync(async () => (await inbox.ReadAsync()) is [.., var last] && last.Message.Long("count") == count);
        var took = started.Elapsed;
        await Task.Delay(1_500);

        var arrived = await inbox.ReadAsync();
        arrived.Count.ShouldBeInRange(3, (int)took.TotalSeconds + 1);
        arrived[^1].Message.Long("count").ShouldBe(count);
        var lines = await campaign.LinesAsync();
        foreach (var one in arrived)
        {
            one.Message.Long("count").ShouldBe(lines.Count(l => l.Number <= one.Message.Long("line") && l.Event is Domain.Signatures.SignatureCounted));
            one.Message.Text("state").ShouldBe("open");
            one.Message.Long("goal").ShouldBe(1_000);
        }
        var deliveries = await receiver.DeliveriesAsync();
        deliveries.Count.ShouldBe(arrived.Count);
        var moments = deliveries.Select(d => DateTimeOffset.Parse(d!.Text("createdAt")!, System.Globalization.CultureInfo.InvariantCulture)).Order().ToArray();
        moments.Zip(moments.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First > TimeSpan.FromMilliseconds(990));

        // So many are not kept as long as others.
        await fixture.Host.AskAsync<object>($"WITH old AS (UPDATE {DeliverySchema.Deliveries} SET created_at = now() - interval '2 days' WHERE receiver_id = $1) SELECT 1", receiver.Id);
        await fixture.Host.Services.GetRequiredService<Wolverine.IMessageBus>().PublishAsync(new PruneDeliveries());
        await Wait.UntilAsync(async () => (await receiver.DeliveriesAsync()).Count == 0);
    }
}
