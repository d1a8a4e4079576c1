using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Api.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Webhooks;

[Collection(DeliveryTestsCollection.Name)]
public sealed class WebhookTests(DeliveryFixture fixture)
{
    // From the specification's own example.
    [Fact]
    public void a_signature_is_that_of_standard_webhooks()
    {
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var id = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560");
        var signature = WebhookSignature.Of(id, DateTimeOffset.FromUnixTimeSeconds(1_614_265_330), "{\"test\": 2432232314}"u8, [key, [.. key.Reverse()]]);
        signature.Id.ShouldBe("msg_01a20a6f06007bb98c1cddc67da6d560");
        signature.Timestamp.ShouldBe("1614265330");
        var hook = new Hook("/", signature.Id, signature.Timestamp, signature.Signature, "{\"test\": 2432232314}", default);
        hook.SignedBy("whsec_" + Convert.ToBase64String(key)).ShouldBe(0);
        hook.SignedBy("whsec_" + Convert.ToBase64String([.. key.Reverse()])).ShouldBe(1);
    }

    [Fact]
    public async Task while_a_key_is_replaced_messages_are_signed_with_both()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        var rotated = await fixture.Host.Staff.PostAsync($"/api/receivers/{receiver.Id}/secret", null).JsonAsync();
        await campaign.SignAsync("a@example.org");
        var hook = (await receiver.WaitAsync(1))[0];
        hook.SignedBy(rotated.Text("secret")!).ShouldBe(0);
        hook.SignedBy(receiver.Secret).ShouldBe(1);
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0x7f000001:PORT/")]
    public async Task a_webhook_goes_to_no_private_address(string url)
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync(goal: 1);
        var path = "/guarded" + host.Services.GetRequiredService<Api.Hosting.Ids>().Next();
        var receiver = await fixture.ReceiveAsync(campaign, new { url = url.Replace("PORT/", new Uri(fixture.Hooks.Url).Port + path, StringComparison.Ordinal) });
        await host.Staff.PostAsync($"/api/receivers/{receiver.Id}/test", null);
        await Wait.UntilAsync(async () => (await receiver.DeliveriesAsync())[0]!["attempts"]!.AsArray().Count > 0);
        var attempt = (await receiver.DeliveriesAsync())[0]!["attempts"]![0]!;
        attempt.Text("fault").ShouldBe("address-not-public");
        attempt["status"].ShouldBeNull();
        fixture.Hooks.Hooks(path).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        await using var hooks = await HookServer.StartAsync(tls: true);
        var receiver = await DeliveryFixture.ReceiveAsync(hooks, await fixture.Host.LaunchAsync(), new { allowHttp = false });
        await fixture.Host.Staff.PostAsync($"/api/receivers/{receiver.Id}/test", null);
        (await receiver.WaitForAsync("failed"))[0]!["attempts"]!.AsArray().Select(a => a!.Text("fault")).ShouldAllBe(fault => fault == "tls");
        receiver.Hooks.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_signature_is_told_without_the_person()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var receiver = await fixture.ReceiveAsync(campaign, "signature.counted");
        await campaign.SignAsync("Ada@example.org", channel: "email");
        var hook = (await receiver.WaitAsync(1))[0];
        hook.Data.Long("number").ShouldBe(1);
        hook.Data.Text("country").ShouldBe("GB");
        hook.Body.ShouldNotContain("example.org", Case.Insensitive);
        hook.Body.ShouldNotContain("Test Person");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("email")]
    public async Task a_signature_can_be_told_as_action_network_tells_it(string confirmation)
    {
        var campaign = await fixture.Host.LaunchAsync(confirmation);
        var receiver = await fixture.ReceiveAsync(campaign, new { flavour = "osdi" }, "signature.counted");
        var signed = await campaign.PostAsync(
            "/signatures", new { name = "Ada Augusta Example", email = "Ada@Example.org", country = "GB", postcode = "N1", comment = "Yes!" }).JsonAsync();
        var signatureId = Guid.Parse(signed.Text("signatureId")!);
        if (confirmation == "email")
            await campaign.PostAsync($"/signatures/{signatureId}/confirm", new { token = fixture.Host.Services.GetRequiredService<SignatureTokens>().For(signatureId) });

        var hook = (await receiver.WaitAsync(1))[0];
        hook.SignedBy(receiver.Secret).ShouldBe(0);
        var one = hook.Json.AsArray().ShouldHaveSingleItem()!;
        one.Text("idempotency_key").ShouldBe((await receiver.WaitForAsync("delivered"))[0]!.Text("id"));
        var person = one["osdi:signature"]!["person"]!;
        (person.Text("given_name"), person.Text("family_name")).ShouldBe(("Ada Augusta", "Example"));
        person["email_addresses"]![0]!.Text("address").ShouldBe("Ada@Example.org");
        person["postal_addresses"]![0]!.Text("postal_code").ShouldBe("N1");
        one["osdi:signature"]!.Text("comments").ShouldBe("Yes!");
        one["osdi:signature"]!["_links"]!["osdi:petition"]!.Text("href").ShouldBe(campaign.Path);
    }

    [Fact]
    public async Task what_a_receiver_of_persons_answers_is_not_kept_for_it_may_repeat_them()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var receiver = await fixture.ReceiveAsync(campaign, new { flavour = "osdi" }, "signature.counted");
        fixture.Hooks.Answer(receiver.Path, (_, context) =>
        {
            context.Response.StatusCode = 200;
            return context.Response.Body.WriteAsync("thank you, a@example.org"u8.ToArray()).AsTask();
        });
        await campaign.SignAsync("a@example.org");
        (await receiver.WaitForAsync("delivered")).ToJsonString().ShouldNotContain("example.org");
    }

    [Fact]
    public async Task persons_are_sent_again_with_the_unseal_key_alone_and_none_from_before_the_relay_began()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var receiver = await fixture.ReceiveAsync(campaign, "signature.counted");
        await campaign.SignAsync("before@example.org");
        await receiver.WaitForAsync("delivered");
        receiver.Request["flavour"] = "osdi";
        receiver.Request["reason"] = "passing them on";
        (await DeliveryFixture.ChangeAsync(receiver)).EnsureSuccessStatusCode();
        await campaign.SignAsync("after@example.org");
        var delivered = await receiver.WaitForAsync("delivered", 2);

        foreach (var path in (string[])[$"{campaign.Path}/redeliver?fromLine=1&receiver={receiver.Id}", $"/api/deliveries/redeliver?receiver={receiver.Id}"])
            (await fixture.Host.Staff.PostAsync(path, null).JsonAsync()).Long("deliveries").ShouldBe(0);
        (await fixture.Host.Staff.PostAsync($"/api/deliveries/{delivered[0]!.Text("id")}/redeliver", null).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:receiver-gets-persons");
        (await fixture.Host.Staff.PostAsync($"/api/receivers/{receiver.Id}/secret", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var again = await DeliveryFixture.UnsealAsync(fixture.Host, HttpMethod.Post, $"{campaign.Path}/redeliver?fromLine=1&receiver={receiver.Id}");
        (await again.JsonAsync()).Long("deliveries").ShouldBe(2);
        (await receiver.WaitForAsync("failed"))[0]!["attempts"]!.AsArray()[^1]!.Text("fault").ShouldBe("before-relay");
        (await receiver.WaitAsync(3)).Skip(1).ShouldAllBe(h => h.Body.Contains("after@example.org"));

        // To end it takes no more than the staff key.
        receiver.Request["enabled"] = false;
        (await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{receiver.Id}", receiver.Request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_connection_that_breaks_before_the_answer_is_tried_once_more_at_once()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(receiver.Path, (count, context) =>
        {
            if (count == 1)
                context.Abort();
            return Task.CompletedTask;
        });
        await campaign.SignAsync("a@example.org");
        (await receiver.WaitForAsync("delivered"))[0]!["attempts"]!.AsArray().ShouldHaveSingleItem();
        receiver.Hooks.Select(h => h.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task of_a_person_who_has_been_erased_nothing_is_sent()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var receiver = await fixture.ReceiveAsync(campaign, new { flavour = "osdi" }, "signature.counted");
        receiver.Answers(500, 200);
        var signed = await campaign.SignAsync("a@example.org").JsonAsync();
        await receiver.WaitAsync(1);
        await campaign.PostAsync($"/signatures/{signed.Text("signatureId")}/withdraw", new { token = signed.Text("token") });
        var attempts = (await receiver.WaitForAsync("failed"))[0]!["attempts"]!.AsArray();
        attempts[^1]!.Text("outcome").ShouldBe("void");
        attempts[^1]!.Text("fault").ShouldBe("erased");
        receiver.Hooks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_answers_body_in_another_encoding_or_with_nulls_is_kept_as_text()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign);
        fixture.Hooks.Answer(receiver.Path, (_, context) =>
        {
            context.Response.StatusCode = 200;
            return context.Response.Body.WriteAsync((byte[])[0x41, 0x00, 0xFF, 0x42]).AsTask();
        });
        await campaign.SignAsync("a@example.org");
        (await receiver.WaitForAsync("delivered"))[0]!["attempts"]![0]!.Text("answer").ShouldBe("A\uFFFDB");
    }
}
