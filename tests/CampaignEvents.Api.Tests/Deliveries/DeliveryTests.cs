using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;

namespace CampaignEvents.Api.Tests.Deliveries;

[Collection(DeliveryTestsCollection.Name)]
public sealed class DeliveryTests(DeliveryFixture fixture)
{
    [Fact]
    public async Task a_milestone_reaches_every_receiver_that_asked_for_it_signed_and_once()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, ladder: [2, 4]);
        var (one, two, other) = (await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign, new { campaign = (string?)null }), await fixture.ReceiveAsync(campaign, "goal.changed"));
        await campaign.SignAsync("a@example.org");
        await campaign.SignAsync("b@example.org");

        foreach (var receiver in (TestReceiver[])[one, two])
        {
            var hook = (await receiver.WaitAsync(1))[0];
            hook.SignedBy(receiver.Secret).ShouldBe(0);
            hook.Type.ShouldBe("milestone.reached");
            hook.Data.Long("threshold").ShouldBe(2);
            hook.Data.Long("count").ShouldBe(2);
            hook.Data["campaign"]!.Text("slug").ShouldBe(campaign.Slug);
            var delivery = (await receiver.WaitForAsync("delivered"))[0]!;
            hook.Id.ShouldBe("msg_" + Guid.Parse(delivery.Text("id")!).ToString("N"));
            delivery["attempts"]![0]!.Long("status").ShouldBe(204);
        }
        one.Hooks[0].Id.ShouldNotBe(two.Hooks[0].Id);
        await Task.Delay(500);
        (one.Hooks.Count, two.Hooks.Count, other.Hooks.Count).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task a_receiver_that_answers_500_500_200_gets_the_same_id_with_new_timestamps_and_valid_signatures()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        receiver.Answers(500, 500, 200);
        await campaign.SignAsync("a@example.org");

        var hooks = await receiver.WaitAsync(3);
        hooks.Select(h => h.Id).Distinct().ShouldHaveSingleItem();
        hooks.Select(h => h.Timestamp).Distinct().Count().ShouldBe(3);
        hooks.ShouldAllBe(h => h.SignedBy(receiver.Secret) == 0);
        var attempts = (await receiver.WaitForAsync("delivered"))[0]!["attempts"]!.AsArray();
        attempts.Select(a => a!.Long("status")).ShouldBe([500, 500, 200]);
        attempts.Select(a => a!.Text("outcome")).ShouldBe(["failed", "failed", "delivered"]);
    }

    [Fact]
    public async Task what_fails_as_often_as_it_is_tried_is_a_dead_letter_until_it_is_asked_for_again()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        receiver.Answers(500, 404, 400, 302, 200);
        await campaign.SignAsync("a@example.org");
        var failed = (await receiver.WaitForAsync("failed"))[0]!;
        failed["attempts"]!.AsArray().Count.ShouldBe(4);
        failed["nextTryAt"].ShouldBeNull();

        (await fixture.Host.Staff.PostAsync($"/api/deliveries/{failed.Text("id")}/redeliver", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var hooks = await receiver.WaitAsync(5);
        hooks.Select(h => h.Id).Distinct().ShouldHaveSingleItem();
        (await receiver.WaitForAsync("delivered"))[0]!["attempts"]!.AsArray().Count.ShouldBe(5);
    }

    [Fact]
    public async Task a_receiver_that_answers_410_is_disabled_and_what_waits_for_it_fails()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 2, 3]);
        var receiver = await fixture.ReceiveAsync(campaign);
        receiver.Answers(410);
        await campaign.SignAsync("a@example.org");
        await receiver.WaitForAsync("failed");
        await Wait.UntilAsync(async () => !(await receiver.GetAsync())["enabled"]!.GetValue<bool>());
        (await receiver.GetAsync()).Text("disabledBecause").ShouldBe("gone");

        await campaign.SignAsync("b@example.org");
        await Task.Delay(1_000);
        receiver.Hooks.Count.ShouldBe(1);
        (await receiver.DeliveriesAsync()).Count.ShouldBe(1);

        receiver.Answers(200);
        (await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{receiver.Id}", receiver.Request)).EnsureSuccessStatusCode();
        (await (await fixture.Host.Staff.PostAsync($"/api/deliveries/redeliver?receiver={receiver.Id}", null)).JsonAsync()).Long("deliveries").ShouldBe(1);
        await receiver.WaitForAsync("delivered");
    }

    [Fact]
    public async Task a_redirect_is_a_failure_and_is_not_followed()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(receiver.Path, (count, context) =>
        {
            context.Response.StatusCode = count == 1 ? 301 : 200;
            context.Response.Headers.Location = "/elsewhere" + receiver.Path;
            return Task.CompletedTask;
        });
        await campaign.SignAsync("a@example.org");
        var attempts = (await receiver.WaitForAsync("delivered"))[0]!["attempts"]!.AsArray();
        attempts.Select(a => a!.Long("status")).ShouldBe([301, 200]);
        fixture.Hooks.Hooks("/elsewhere" + receiver.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_receiver_that_never_answers_times_out_and_the_others_are_told_meanwhile()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var silent = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(silent.Path, (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var other = await fixture.ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");

        await other.WaitForAsync("delivered");
        (await silent.DeliveriesAsync("&state=failed")).ShouldBeEmpty();
        var failed = (await silent.WaitForAsync("failed"))[0]!;
        failed["attempts"]!.AsArray().Select(a => a!.Text("fault")).ShouldAllBe(fault => fault == "timeout");
    }

    [Fact]
    public async Task an_answer_is_kept_to_4_kib_and_one_without_end_is_not_read()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(receiver.Path, async (_, context) =>
        {
            context.Response.StatusCode = 200;
            var endless = new string('x', 8_192);
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(endless, context.RequestAborted);
        });
        await campaign.SignAsync("a@example.org");
        (await receiver.WaitForAsync("delivered"))[0]!["attempts"]![0]!.Text("answer")!.Length.ShouldBe(4_096);
    }

    [Fact]
    public async Task retry_after_is_honoured()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(receiver.Path, (count, context) =>
        {
            context.Response.StatusCode = count == 1 ? 429 : 200;
            context.Response.Headers.RetryAfter = "4";
            return Task.CompletedTask;
        });
        await campaign.SignAsync("a@example.org");
        await receiver.WaitAsync(1);
        await Wait.UntilAsync(async () => (await receiver.GetAsync())["pausedUntil"] is not null);
        var hooks = await receiver.WaitAsync(2);
        (hooks[1].At - hooks[0].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(3.9));
        (await receiver.WaitForAsync("delivered"))[0]!["attempts"]![0]!.Text("outcome").ShouldBe("refused");
    }

    [Fact]
    public async Task a_receiver_that_fails_five_times_in_a_row_is_left_alone_and_told_everything_once_it_is_back()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        var receiver = await fixture.ReceiveAsync(campaign);
        receiver.Answers(500, 500, 500, 500, 500, 200);
        for (var n = 0; n < 8; n++)
            await campaign.SignAsync($"p{n}@example.org");
        await Wait.UntilAsync(async () => (await receiver.GetAsync())["pausedUntil"] is not null);
        receiver.Hooks.Count.ShouldBe(5);

        var delivered = await receiver.WaitForAsync("delivered", 8, seconds: 40);
        delivered.Sum(d => d!["attempts"]!.AsArray().Count).ShouldBe(13);
        (await receiver.GetAsync()).Long("failures").ShouldBe(0);
    }
}
