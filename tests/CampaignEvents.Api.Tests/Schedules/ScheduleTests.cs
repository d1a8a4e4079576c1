using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Schedules;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Domain;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace CampaignEvents.Api.Tests.Schedules;

/// <summary>What comes by the clock.</summary>
[Collection(DeliveryTestsCollection.Name)]
public sealed class ScheduleTests(DeliveryFixture fixture)
{
    private static DateTimeOffset Soon => LedgerTime.Truncate(TimeProvider.System.GetUtcNow().AddSeconds(3));

    [Fact]
    public async Task opening_and_closing_are_told_at_the_time_that_was_set_and_once()
    {
        var everything = await fixture.ReceiveAsync(await fixture.Host.LaunchAsync(), new { campaign = (string?)null }, "campaign.opened", "campaign.closed");
        var (opensAt, closesAt) = (Soon, Soon.AddSeconds(2));
        var campaign = await fixture.Host.LaunchAsync(opensAt: opensAt, closesAt: closesAt);
        // Set once more by another line: the same time is told once.
        await fixture.Host.Staff.PostAsync(campaign.Path + "/close", null);
        (await fixture.Host.Staff.PostAsync(campaign.Path + "/reopen", null)).EnsureSuccessStatusCode();

        await Wait.UntilAsync(() => Of(campaign).Count >= 3);
        await Task.Delay(1_500);
        var hooks = Of(campaign);
        hooks.Select(h => h.Type).ShouldBe(["campaign.closed", "campaign.opened", "campaign.closed"]);
        hooks.Skip(1).Select(h => h.Data["at"]!.GetValue<DateTimeOffset>()).ShouldBe([opensAt, closesAt]);
        hooks.Skip(1).ShouldAllBe(h => h.At >= h.Data["at"]!.GetValue<DateTimeOffset>());
        (await campaign.LinesAsync()).Count.ShouldBe(3);
        // All of them can be sent again, each once.
        (await fixture.Host.Staff.PostAsync($"{campaign.Path}/redeliver?fromLine=1&receiver={everything.Id}", null).JsonAsync()).Long("deliveries").ShouldBe(3);
        await Wait.UntilAsync(() => Of(campaign).Count >= 6);
        Of(campaign).Skip(3).Select(h => h.Id).ShouldBe(hooks.Select(h => h.Id), ignoreOrder: true);
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{everything.Id}")).EnsureSuccessStatusCode();

        IReadOnlyList<Hook> Of(TestCampaign one) => [.. everything.Hooks.Where(h => h.Data["campaign"]!.Text("slug") == one.Slug)];
    }

    [Fact]
    public async Task a_campaign_that_staff_closed_does_not_close_again()
    {
        var campaign = await fixture.Host.LaunchAsync(closesAt: Soon);
        var receiver = await fixture.ReceiveAsync(campaign, "campaign.closed");
        await fixture.Host.Staff.PostAsync(campaign.Path + "/close", null);
        await receiver.WaitAsync(1);
        await Task.Delay(4_500);
        receiver.Hooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_closing_that_comes_while_nothing_runs_is_told_when_something_does()
    {
        var connectionString = await fixture.NewDatabaseAsync();
        var host = await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick);
        var campaign = await host.LaunchAsync(closesAt: Soon);
        var receiver = await fixture.ReceiveAsync(campaign, "campaign.closed");
        await Wait.UntilAsync(async () => await host.AskAsync<long>(
            $"SELECT count(*) FROM {LedgerSchema.Name}.wolverine_incoming_envelopes WHERE message_type LIKE '%TurnCampaign'") == 1);
        await host.DisposeAsync();
        receiver.Hooks.ShouldBeEmpty();
        await Task.Delay(4_000);

        await using var second = await fixture.StartHostAsync(connectionString, DeliveryFixture.Quick);
        (await receiver.WaitAsync(1))[0].Type.ShouldBe("campaign.closed");
    }

    [Fact]
    public async Task a_signature_is_judged_by_its_own_time_however_late_it_is_written()
    {
        var closesAt = Soon;
        var campaign = await fixture.Host.LaunchAsync(closesAt: closesAt);
        var receiver = await fixture.ReceiveAsync(campaign, "campaign.closed");
        // That it has closed is known to everyone by now.
        await receiver.WaitAsync(1);
        var (late, early) = (Some.Sign(1, closesAt) with { Person = "c2VhbGVk" }, Some.Sign(2, closesAt.AddMilliseconds(-1)) with { Person = "c2VhbGVk" });

        var answers = await Task.WhenAll(fixture.Host.Ledger.ExecuteAsync(campaign.Id, late), fixture.Host.Ledger.ExecuteAsync(campaign.Id, early));

        answers[0].Rejection.ShouldBe(Rejections.CampaignNotOpen);
        answers[1].Lines.ShouldHaveSingleItem().Event.ShouldBeOfType<SignatureCounted>();
    }

    [Fact]
    public async Task a_digest_tells_what_the_day_brought_whenever_it_is_sent_and_once()
    {
        var end = Soon;
        var campaign = await fixture.Host.LaunchAsync(goal: 100, thresholds: [10, 20], launchedAt: end.AddDays(-5));
        foreach (var (count, at) in (IEnumerable<(int, DateTimeOffset)>)[(12, end.AddDays(-2)), (30, end.AddHours(-3)), (25, end.AddHours(-2))])
            (await fixture.Host.Ledger.ExecuteAsync(campaign.Id, new RecordExternalCount("paper", count, null, at, InHistory: true, at))).Rejection.ShouldBeNull();
        var receiver = await fixture.ReceiveAsync(campaign, "digest.daily");
        var bus = fixture.Host.Services.GetRequiredService<IMessageBus>();

        await bus.PublishAsync(new MakeDigest(end));
        await bus.PublishAsync(new MakeDigest(end));

        var hook = (await receiver.WaitAsync(1))[0];
        hook.Type.ShouldBe("digest.daily");
        var day = hook.Data["campaigns"]!.AsArray().ShouldHaveSingleItem()!;
        (day["campaign"]!.Text("slug"), day.Long("count"), day.Long("change"), day.Text("state")).ShouldBe((campaign.Slug, 25, 13, "open"));
        day["reached"]!.AsArray().Select(t => t!.GetValue<long>()).ShouldBe([20]);
        await Task.Delay(1_000);
        receiver.Hooks.Count.ShouldBe(1);
        // Sent again, it is the same to the byte.
        var delivery = (await receiver.WaitForAsync("delivered"))[0]!;
        (await fixture.Host.Staff.PostAsync($"/api/deliveries/{delivery.Text("id")}/redeliver", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await receiver.WaitAsync(2))[1].Body.ShouldBe(hook.Body);
    }

    [Fact]
    public async Task the_digest_comes_by_itself_at_its_time()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var host = await fixture.NewHostAsync([.. DeliveryFixture.Quick, ("Schedules:Digest", "*/10 * * * * *")]);
        var receiver = await fixture.ReceiveAsync(await host.LaunchAsync(), new { campaign = (string?)null }, "digest.daily");
        var hook = (await receiver.WaitAsync(1, seconds: 45))[0];
        var at = hook.Data["at"]!.GetValue<DateTimeOffset>();
        (at.Second % 10, at > now).ShouldBe((0, true));
    }

    [Fact]
    public async Task deliveries_that_ended_long_ago_are_forgotten_and_not_sent_again()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 2]);
        var receiver = await fixture.ReceiveAsync(campaign);
        receiver.Answers(204, 500);
        await campaign.SignAsync("a@example.org");
        await receiver.WaitForAsync("delivered");
        await campaign.SignAsync("b@example.org");
        await receiver.WaitAsync(2);
        await fixture.Host.AskAsync<object>($"WITH old AS (UPDATE {DeliverySchema.Deliveries} SET created_at = now() - interval '91 days' WHERE receiver_id = $1) SELECT 1", receiver.Id);

        await fixture.Host.Services.GetRequiredService<IMessageBus>().PublishAsync(new PruneDeliveries());

        // What still waits is not forgotten.
        await Wait.UntilAsync(async () => (await receiver.DeliveriesAsync()).Count == 1);
        (await receiver.WaitAsync(3))[2].Id.ShouldBe(receiver.Hooks[1].Id);
        (await fixture.Host.AskAsync<long>(
            $"SELECT count(*) FROM {DeliverySchema.Attempts} WHERE delivery_id NOT IN (SELECT id FROM {DeliverySchema.Deliveries})")).ShouldBe(0);
    }
}
