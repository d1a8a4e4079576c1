using System.Net.Http.Json;
using System.Text.Json;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Api.Tests.Ledger;
using CampaignEvents.Domain.ExternalCounts;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>What partners report while server and broker go away. <c>CAMPAIGN_EVENTS_CHAOS_ROUNDS</c> makes them longer.</summary>
[Collection(BusTestsCollection.Name)]
public sealed class ExternalCountCrashTests(BusFixture fixture)
{
    private const int Messages = 300;

    [RabbitFact]
    public async Task however_often_the_server_is_killed_every_message_is_recorded_once()
    {
        await using var node = await RabbitNode.StartAsync();
        var (campaign, connectionString, settings) = await ReportAsync(node);
        for (var round = 1; round <= Chaos.Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(
                connectionString, fixture.NewPath("consumer"), [.. settings.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value))]);
            server.Client.DefaultRequestHeaders.Authorization = new("Bearer", campaign.Host.StaffKey);
            await using var others = new OtherReadings(server.Client, campaign);
            await UntilAsync(node, round);
            server.Kill();
        }

        await using var last = await fixture.StartHostAsync(connectionString, settings);
        await CheckAsync(campaign with { Host = last });
    }

    [RabbitFact]
    public async Task however_often_the_broker_is_lost_before_it_hears_that_a_message_was_recorded_it_is_recorded_once()
    {
        await using var node = await RabbitNode.StartAsync();
        var (campaign, connectionString, settings) = await ReportAsync(node);
        await using var host = await fixture.StartHostAsync(connectionString, settings);
        await using (new OtherReadings(host.Staff, campaign))
        {
            for (var round = 1; round <= Chaos.Rounds; round++)
            {
                await UntilAsync(node, round);
                await node.GoAwayAsync();
                await node.ComeBackAsync();
            }
            await Wait.UntilAsync(async () => (await (campaign with { Host = host }).ExternalCountsAsync()).Contains(Messages), 60);
        }
        await CheckAsync(campaign with { Host = host });
    }

    // From 1 on, into the queue that a host has made and left.
    private async Task<(TestCampaign Campaign, string ConnectionString, (string Key, string Value)[] Settings)> ReportAsync(RabbitNode node)
    {
        var (connectionString, settings) = (await fixture.NewDatabaseAsync(), BusFixture.SettingsOf(node.Uri.ToString()));
        await using var host = await fixture.StartHostAsync(connectionString, settings);
        var campaign = await host.LaunchAsync();
        await Wait.UntilAsync(async () => (await host.Client.GetAsync("/health/bus")).IsSuccessStatusCode);
        await host.DisposeAsync();
        var ids = fixture.Host.Services.GetRequiredService<Ids>();
        await node.PutAsync([.. Enumerable.Range(1, Messages).Select(n => JsonSerializer.Serialize(new
        {
            messageId = ids.Next(),
            messageType = (string[])["urn:message:CampaignEvents.Contracts:RecordExternalCount"],
            message = new { campaign = campaign.Slug, source = "partner", count = n },
        }))]);
        return (campaign, connectionString, settings);
    }

    private static Task UntilAsync(RabbitNode node, int round) =>
        Wait.UntilAsync(async () => await node.DepthAsync(RabbitNode.Queue) <= Messages - (Messages * round / (Chaos.Rounds + 1)), 60);

    private static async Task CheckAsync(TestCampaign campaign)
    {
        await Wait.UntilAsync(async () => (await campaign.ExternalCountsAsync()).Contains(Messages), 60);
        (await campaign.ExternalCountsAsync()).Where(c => c <= Messages).ShouldBe(Enumerable.Range(1, Messages).Select(n => (long)n));
    }

    /// <summary>Readings of the same source that come between the messages, so that a message that came again would look new.</summary>
    private sealed class OtherReadings : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _run;

        public OtherReadings(HttpClient staff, TestCampaign campaign) => _run = Task.Run(async () =>
        {
            for (var n = 1_000_000; !_end.IsCancellationRequested; n++)
                await staff.PostAsJsonAsync(campaign.Path + "/external-counts", new { source = "partner", count = n }, _end.Token);
        });

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            // The server may have been killed over it.
            await Record.ExceptionAsync(() => _run);
            _end.Dispose();
        }
    }
}

internal static class ExternalCountReading
{
    /// <summary>Every figure that was recorded, in the ledger's order.</summary>
    public static async Task<IReadOnlyList<long>> ExternalCountsAsync(this TestCampaign campaign) =>
        [.. (await campaign.LinesAsync()).Select(l => l.Event).OfType<ExternalCountRecorded>().Select(e => e.Count)];
}
