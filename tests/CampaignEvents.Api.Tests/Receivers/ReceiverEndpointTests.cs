using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Tests.Deliveries;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Tests.Receivers;

[Collection(DeliveryTestsCollection.Name)]
public sealed class ReceiverEndpointTests(DeliveryFixture fixture)
{
    [Theory]
    [InlineData("GET", "/api/receivers")]
    [InlineData("POST", "/api/receivers")]
    [InlineData("GET", "/api/receivers/01a20a6f-0600-7bb9-8c1c-ddc67da6d560")]
    [InlineData("PUT", "/api/receivers/01a20a6f-0600-7bb9-8c1c-ddc67da6d560")]
    [InlineData("DELETE", "/api/receivers/01a20a6f-0600-7bb9-8c1c-ddc67da6d560")]
    [InlineData("POST", "/api/receivers/01a20a6f-0600-7bb9-8c1c-ddc67da6d560/test")]
    [InlineData("POST", "/api/receivers/01a20a6f-0600-7bb9-8c1c-ddc67da6d560/secret")]
    [InlineData("GET", "/api/deliveries")]
    [InlineData("GET", "/api/deliveries/01a20a6f-0600-7bb9-8c1c-ddc67da6d560")]
    [InlineData("POST", "/api/deliveries/01a20a6f-0600-7bb9-8c1c-ddc67da6d560/redeliver")]
    [InlineData("POST", "/api/deliveries/redeliver")]
    [InlineData("POST", "/api/campaigns/x/redeliver?fromLine=1")]
    public async Task who_is_told_what_is_for_staff_only(string method, string path) =>
        (await fixture.Host.Client.SendAsync(new(new(method), path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task a_receiver_is_added_listed_changed_and_removed()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var receiver = await fixture.ReceiveAsync(campaign, new { enabled = false });
        (await fixture.Host.Staff.GetAsync("/api/receivers").JsonAsync())["receivers"]!.AsArray().Select(r => r!.Text("id")).ShouldContain(receiver.Id.ToString());
        var read = await receiver.GetAsync();
        read.Text("url").ShouldBe(fixture.Hooks.Url + receiver.Path);
        read["secret"].ShouldBeNull();

        receiver.Request["name"] = "Renamed";
        receiver.Request.Remove("enabled");
        var changed = await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{receiver.Id}", receiver.Request).JsonAsync();
        (changed.Text("name"), changed["enabled"]!.GetValue<bool>()).ShouldBe(("Renamed", true));

        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{receiver.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{receiver.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await receiver.GetAsync()).Text("type").ShouldBe("urn:campaign-events:receiver-unknown");
    }

    [Fact]
    public async Task what_waits_for_a_disabled_receiver_is_sent_when_it_is_enabled_and_cancelled_when_it_is_removed()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var (kept, removed) = (await fixture.ReceiveAsync(campaign), await fixture.ReceiveAsync(campaign));
        kept.Answers(500, 200);
        removed.Answers(500);
        await campaign.SignAsync("a@example.org");
        foreach (var receiver in (TestReceiver[])[kept, removed])
        {
            await receiver.WaitAsync(1);
            receiver.Request["enabled"] = false;
            (await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{receiver.Id}", receiver.Request)).EnsureSuccessStatusCode();
        }
        await Task.Delay(2_500);
        (kept.Hooks.Count, removed.Hooks.Count).ShouldBe((1, 1));

        kept.Request["enabled"] = true;
        await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{kept.Id}", kept.Request);
        await fixture.Host.Staff.DeleteAsync($"/api/receivers/{removed.Id}");
        await kept.WaitForAsync("delivered");
        await removed.WaitForAsync("cancelled");
    }

    [Fact]
    public async Task the_test_button_sends_a_test_at_once_and_the_log_says_how_it_went()
    {
        var receiver = await fixture.ReceiveAsync(await fixture.Host.LaunchAsync());
        var response = await fixture.Host.Staff.PostAsync($"/api/receivers/{receiver.Id}/test", null);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var hook = (await receiver.WaitAsync(1))[0];
        (hook.Type, hook.Data.Text("name"), hook.SignedBy(receiver.Secret)).ShouldBe(("receiver.test", "Test", 0));
        await receiver.WaitForAsync("delivered");
        (await fixture.Host.Staff.GetAsync(response.Headers.Location).JsonAsync()).Text("state").ShouldBe("delivered");
    }

    [Fact]
    public async Task neither_where_a_receiver_is_nor_its_keys_can_be_read_in_the_database()
    {
        var receiver = await fixture.ReceiveAsync(await fixture.Host.LaunchAsync());
        var stored = await fixture.Host.AskAsync<string>($"SELECT data::text FROM {LedgerSchema.Name}.mt_doc_receiver WHERE id = $1", receiver.Id);
        stored.ShouldNotContain(receiver.Path);
        stored.ShouldNotContain(receiver.Secret["whsec_".Length..]);
    }

    [Theory]
    [InlineData("url", "http://example.org/hook")]
    [InlineData("url", "ftp://example.org/hook")]
    [InlineData("url", "https://user:word@example.org/")]
    [InlineData("url", "not a url")]
    [InlineData("url", null)]
    [InlineData("name", "")]
    [InlineData("kind", "pigeon")]
    [InlineData("campaign", "Not A Slug")]
    [InlineData("flavour", "odd")]
    public async Task what_is_wrong_with_a_receiver_is_said_by_field(string field, string? value)
    {
        var request = Valid();
        request[field] = value;
        var response = await fixture.Host.Staff.PostAsJsonAsync("/api/receivers", request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync())["errors"]![field].ShouldNotBeNull();
    }

    [Fact]
    public async Task events_must_be_known_and_osdi_is_for_signatures_alone()
    {
        foreach (var (events, flavour) in ((JsonArray, string)[])[(["milestone.reached", "made.up"], "standard"), ([], "standard"), (["milestone.reached"], "osdi")])
        {
            var request = Valid();
            (request["events"], request["flavour"]) = (events, flavour);
            (await fixture.Host.Staff.PostAsJsonAsync("/api/receivers", request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task who_says_where_persons_go_needs_the_unseal_key()
    {
        var request = Valid();
        (request["events"], request["flavour"], request["campaign"], request["reason"]) = (new JsonArray("signature.counted"), "osdi", "pond", "passing them on");
        var refused = await fixture.Host.Staff.PostAsJsonAsync("/api/receivers", request);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:unseal-right-needed");

        var receiver = await fixture.ReceiveAsync(await fixture.Host.LaunchAsync(), new { flavour = "osdi" }, "signature.counted");
        receiver.Request["url"] = "https://elsewhere.example.org/";
        (await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{receiver.Id}", receiver.Request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task the_ledger_says_from_when_until_when_and_why_persons_go_to_a_receiver()
    {
        var (campaign, other) = (await fixture.Host.LaunchAsync(), await fixture.Host.LaunchAsync());
        var receiver = await fixture.ReceiveAsync(campaign, new { flavour = "osdi" }, "signature.counted");
        (await LastAsync(campaign)).ShouldBe(new PersonsRelayBegun(receiver.Id, "passing them on"));

        await PutAsync("name", "Renamed");
        (await campaign.LinesAsync()).Count.ShouldBe(2);
        await PutAsync("campaign", other.Slug);
        (await LastAsync(other)).ShouldBe(new PersonsRelayBegun(receiver.Id, "passing them on"));
        (await LastAsync(campaign)).ShouldBe(new PersonsRelayEnded(receiver.Id));
        await PutAsync("enabled", false);
        (await LastAsync(other)).ShouldBe(new PersonsRelayEnded(receiver.Id));
        await PutAsync("enabled", true);
        receiver.Answers(410);
        await other.SignAsync("a@example.org");
        await Wait.UntilAsync(async () => await LastAsync(other) is PersonsRelayEnded);
        await PutAsync("enabled", true);
        (await LastAsync(other)).ShouldBe(new PersonsRelayBegun(receiver.Id, "passing them on"));
        (await fixture.Host.Staff.DeleteAsync($"/api/receivers/{receiver.Id}")).EnsureSuccessStatusCode();
        (await LastAsync(other)).ShouldBe(new PersonsRelayEnded(receiver.Id));

        async Task<LedgerEvent> LastAsync(TestCampaign one) => (await one.LinesAsync())[^1].Event;

        async Task PutAsync(string field, JsonNode value)
        {
            receiver.Request[field] = value;
            (await DeliveryFixture.ChangeAsync(receiver)).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task persons_go_to_nobody_without_a_campaign_and_a_reason()
    {
        foreach (var missing in (string[])["campaign", "reason"])
        {
            var request = Valid();
            (request["events"], request["flavour"], request["campaign"], request["reason"]) = (new JsonArray("signature.counted"), "osdi", "pond", "passing them on");
            request.Remove(missing);
            var refused = await fixture.Host.Staff.PostAsJsonAsync("/api/receivers", request);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.JsonAsync())["errors"]![missing].ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task a_receiver_of_an_unknown_campaign_and_one_of_signatures_that_are_not_relayed_are_refused()
    {
        await using var host = await fixture.NewHostAsync();
        var (unknown, signatures) = (Valid(), Valid());
        unknown["campaign"] = "nowhere";
        signatures["events"] = new JsonArray("signature.counted");
        (await host.Staff.PostAsJsonAsync("/api/receivers", unknown).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:campaign-unknown");
        (await host.Staff.PostAsJsonAsync("/api/receivers", signatures).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:signatures-not-relayed");
    }

    private static JsonObject Valid() => new()
    {
        ["name"] = "Test",
        ["kind"] = "webhook",
        ["url"] = "https://hooks.example.org/x",
        ["events"] = new JsonArray("milestone.reached"),
    };
}
