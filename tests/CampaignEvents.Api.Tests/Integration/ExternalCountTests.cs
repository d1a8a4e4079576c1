using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Domain.ExternalCounts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Asked = CampaignEvents.Contracts.RecordExternalCount;
using Command = CampaignEvents.Domain.ExternalCounts.RecordExternalCount;

namespace CampaignEvents.Api.Tests.Integration;

[Collection(BusTestsCollection.Name)]
public sealed class ExternalCountTests(BusFixture fixture)
{
    [RabbitFact]
    public async Task what_a_partner_reports_is_recorded_and_a_message_that_comes_again_records_nothing_also_after_another_reading()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var (first, second) = (NewId(), NewId());
        await SendAsync(first, new(campaign.Slug, " partner ", 10, new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await SendAsync(second, new(campaign.Slug, "partner", 20));
        await SendAsync(first, new(campaign.Slug, "partner", 10));
        await SendAsync(second, new(campaign.Slug, "partner", 20));
        await SendAsync(NewId(), new(campaign.Slug, "partner", 30));

        await Wait.UntilAsync(async () => (await campaign.ExternalCountsAsync()) is [.., 30]);
        (await campaign.ExternalCountsAsync()).ShouldBe([10, 20, 30]);
        ((ExternalCountRecorded)(await campaign.LinesAsync())[1].Event).CollectedAt.ShouldBe(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [RabbitFact]
    public async Task a_message_that_said_nothing_new_says_nothing_new_when_it_comes_again()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var silent = NewId();
        await campaign.PostAsync("/external-counts", new { source = "partner", count = 10 }, staff: true);
        await SendAsync(silent, new(campaign.Slug, "partner", 10));
        await SendAsync(NewId(), new(campaign.Slug, "partner", 20));
        await SendAsync(silent, new(campaign.Slug, "partner", 10));
        await SendAsync(NewId(), new(campaign.Slug, "partner", 30));

        await Wait.UntilAsync(async () => (await campaign.ExternalCountsAsync()) is [.., 30]);
        (await campaign.ExternalCountsAsync()).ShouldBe([10, 20, 30]);
    }

    [RabbitFact]
    public async Task a_message_on_two_nodes_at_once_is_recorded_once()
    {
        await using var other = await fixture.StartHostAsync(fixture.Host.ConnectionString, fixture.BusSettings);
        var campaign = await fixture.Host.LaunchAsync();
        var now = TimeProvider.System.GetUtcNow();
        for (var round = 1; round <= 10; round++)
        {
            // Each message again and again, with one between that would make it look new.
            var (id, between) = (NewId(), NewId());
            await Task.WhenAll(new[] { fixture.Host, other }.SelectMany(host => Enumerable.Range(0, 4).SelectMany(_ => new[]
            {
                host.Ledger.ExecuteAsync(campaign.Id, new Command("partner", round * 2, null, null, false, now, id)),
                host.Ledger.ExecuteAsync(campaign.Id, new Command("partner", (round * 2) + 1, null, null, false, now, between)),
            })));
        }
        (await campaign.ExternalCountsAsync()).Order().ShouldBe(Enumerable.Range(2, 20).Select(n => (long)n));
    }

    [RabbitFact]
    public async Task what_cannot_be_recorded_is_put_aside_and_holds_nothing_up()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var before = await fixture.Node.DepthAsync(RabbitNode.ErrorQueue);
        var now = TimeProvider.System.GetUtcNow();
        Asked[] wrong =
        [
            new("no-such-campaign", "partner", 1), new(campaign.Slug, "partner", -1), new(campaign.Slug, "partner", long.MaxValue), new(campaign.Slug, "partner", 1, now.AddDays(1)),
            new(campaign.Slug, new('x', 81), 1), new(campaign.Slug, "", 1), new(campaign.Slug, null!, 1), new(null!, "partner", 1), new(new('x', 10_000), "partner", 1),
        ];
        foreach (var message in wrong)
            await SendAsync(NewId(), message);
        await SendAsync(Guid.Empty, new(campaign.Slug, "partner", 1));
        await fixture.Node.PutAsync("this is no envelope");
        await SendAsync(NewId(), new(campaign.Slug, "partner", 7));

        await Wait.UntilAsync(async () => (await campaign.ExternalCountsAsync()).Count == 1);
        (await campaign.ExternalCountsAsync()).ShouldBe([7]);
        await Wait.UntilAsync(async () => await fixture.Node.DepthAsync(RabbitNode.ErrorQueue) == before + wrong.Length + 2, 10, () => (fixture.Node.DepthAsync(RabbitNode.ErrorQueue).Result - before) + " of " + (wrong.Length + 2));
    }

    [RabbitFact]
    public async Task while_the_database_is_away_a_message_waits_and_another_node_gets_it_when_this_one_ends()
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(await fixture.NewDatabaseAsync());
        var campaign = await (await fixture.StartHostAsync(name.ConnectionString)).LaunchAsync();
        await campaign.Host.DisposeAsync();
        // Only one consumer is at work at a time: the host that the tests share must not be it.
        await using var node = await RabbitNode.StartAsync();
        var settings = BusFixture.SettingsOf(node.Uri.ToString());
        var first = await fixture.StartHostAsync(name.ConnectionString, settings);
        // Before that there is no queue.
        await Wait.UntilAsync(async () => (await first.Client.GetAsync("/health/bus")).IsSuccessStatusCode);
        await AllowAsync(false);
        await SendAsync(first, NewId(), new(campaign.Slug, "partner", 10));
        await Task.Delay(2_500);
        await first.DisposeAsync();
        await AllowAsync(true);

        await using var second = await fixture.StartHostAsync(name.ConnectionString, settings);
        await Wait.UntilAsync(async () => (await (campaign with { Host = second }).ExternalCountsAsync()).Count == 1);

        async Task AllowAsync(bool allow)
        {
            await using var command = fixture.Host.Database.CreateCommand(
                $"ALTER DATABASE {name.Database} ALLOW_CONNECTIONS {allow}; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name.Database}' AND NOT {allow}");
            await command.ExecuteNonQueryAsync();
        }
    }

    private Task SendAsync(Guid messageId, Asked message) => SendAsync(fixture.Host, messageId, message);

    // Async, so that what MassTransit keeps of one host in the flow of execution does not come to another.
    private static async Task SendAsync(TestHost host, Guid messageId, Asked message) =>
        await host.Services.GetRequiredService<IBus>().Publish(message, context => context.MessageId = messageId);

    private Guid NewId() => fixture.Host.Services.GetRequiredService<Ids>().Next();
}
