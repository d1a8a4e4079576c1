using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Mail;
using CampaignEvents.Api.Tests.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace CampaignEvents.Api.Tests.Mail;

/// <summary>Mail to a real SMTP server.</summary>
[Collection(DeliveryTestsCollection.Name)]
public sealed class MailTests(DeliveryFixture fixture)
{
    private const string Address = "newsroom@example.org";

    [Fact]
    public async Task a_milestone_is_mailed_encrypted_and_authenticated_in_text_and_html_with_the_campaigns_words()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server, ("Site:PublicUrl", "https://petitions.example.org/"), ("Site:CampaignUrl", "https://example.org/p/{slug}"));
        var campaign = await host.LaunchAsync(goal: 2, ladder: [2, 4]);
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        await campaign.SignAsync("b@example.org");

        var mail = (await server.WaitAsync(1))[0];
        (mail.Encrypted, mail.User).ShouldBe((true, SmtpServer.User));
        mail.From.ShouldStartWith("MAIL FROM:<news@example.org>");
        mail.To.ShouldBe($"RCPT TO:<{Address}>");
        mail.Message.Subject.ShouldBe("Save the pond: 2 reached");
        mail.Message.TextBody!.ShouldContain("2 have signed “Save the pond”. The campaign has reached 2.");
        mail.Message.TextBody!.ShouldContain($"https://example.org/p/{campaign.Slug}");
        mail.Message.HtmlBody!.ShouldContain("<p>2 have signed");
        var delivery = (await DeliveriesAsync(host, id, "delivered")).ShouldHaveSingleItem()!;
        mail.Message.MessageId.ShouldBe($"{Guid.Parse(delivery.Text("id")!):N}@example.org");
        delivery["attempts"]![0]!.Long("status").ShouldBe(250);
        var unsubscribe = mail.Message.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>');
        unsubscribe.ShouldStartWith($"https://petitions.example.org/api/receivers/{id}/unsubscribe?token=");
        mail.Message.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        mail.Message.TextBody!.ShouldContain(unsubscribe);
    }

    [Fact]
    public async Task a_connection_is_used_again_and_one_that_was_closed_meanwhile_costs_no_try()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server);
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2, 3]);
        var id = await ReceiveAsync(campaign);
        for (var n = 1; n <= 3; n++)
        {
            if (n == 3)
                server.Answer("NOOP", "close");
            await campaign.SignAsync($"p{n}@example.org");
            await server.WaitAsync(n);
        }
        server.Mails.Select(m => m.Connection).ShouldBe([1, 1, 2]);
        (await DeliveriesAsync(host, id, "delivered", 3)).ShouldAllBe(d => d!["attempts"]!.AsArray().Count == 1);
    }

    [Fact]
    public async Task what_the_server_will_not_take_now_is_tried_again_under_the_same_id()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server);
        var campaign = await host.LaunchAsync(goal: 1);
        server.Answer("RCPT", "451 4.7.1 newsroom@example.org is greylisted");
        server.Answer("DATA", "close");
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");

        await server.WaitAsync(1);
        var delivery = (await DeliveriesAsync(host, id, "delivered")).ShouldHaveSingleItem()!;
        delivery["attempts"]!.AsArray().Select(a => a!.Text("fault")).ShouldBe(["recipient-refused", "connection-broken", null]);
        delivery.ToJsonString().ShouldNotContain("example.org");
    }

    [Fact]
    public async Task an_address_that_does_not_exist_is_not_tried_again_and_another_is_served()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server);
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2]);
        server.Answer("RCPT", "550 5.1.1 no such user");
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        var failed = (await DeliveriesAsync(host, id, "failed")).ShouldHaveSingleItem()!;
        var attempt = failed["attempts"]!.AsArray().ShouldHaveSingleItem()!;
        (attempt.Text("outcome"), attempt.Long("status"), attempt.Text("fault")).ShouldBe(("rejected", 550, "recipient-refused"));

        await campaign.SignAsync("b@example.org");
        (await server.WaitAsync(1))[0].Message.Subject.ShouldBe("Save the pond: 2 reached");
    }

    [Fact]
    public async Task a_server_that_says_nothing_times_out()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server);
        var campaign = await host.LaunchAsync(goal: 1);
        server.Answer("EHLO", "sleep");
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        await server.WaitAsync(1);
        (await DeliveriesAsync(host, id, "delivered"))[0]!["attempts"]![0]!.Text("fault").ShouldBe("timeout");
    }

    [Theory]
    [InlineData("localhost", "wrong", false, "authentication")]
    [InlineData("elsewhere.example.org", SmtpServer.Password, false, "tls")]
    [InlineData("localhost", SmtpServer.Password, true, "tls")]
    public async Task a_server_that_cannot_be_trusted_or_will_not_have_us_gets_nothing(string name, string password, bool plain, string fault)
    {
        await using var server = SmtpServer.Start(name);
        await using var host = await HostAsync(server, ("Mail:SmtpPassword", password));
        if (plain)
            server.Answer("EHLO", "250 localhost");
        var campaign = await host.LaunchAsync(goal: 1);
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        await Wait.UntilAsync(async () => (await DeliveriesAsync(host, id))[0]!["attempts"]!.AsArray().Count > 0);
        (await DeliveriesAsync(host, id))[0]!["attempts"]![0]!.Text("fault").ShouldBe(fault);
        if (!plain)
            server.Mails.ShouldBeEmpty();
    }

    [Fact]
    public async Task tls_from_the_first_byte_is_spoken_where_it_is_asked_for()
    {
        await using var server = SmtpServer.Start(tlsAtOnce: true);
        await using var host = await HostAsync(server, ("Mail:SmtpSecurity", "Tls"));
        var campaign = await host.LaunchAsync(goal: 1);
        await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        (await server.WaitAsync(1))[0].Encrypted.ShouldBeTrue();
    }

    [Fact]
    public async Task who_gets_a_mail_can_end_it_with_its_token_alone_and_staff_cannot_begin_it_again()
    {
        await using var server = SmtpServer.Start();
        await using var host = await HostAsync(server, ("Site:PublicUrl", "https://petitions.example.org"));
        var campaign = await host.LaunchAsync(goal: 1, ladder: [1, 2]);
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        var link = new Uri((await server.WaitAsync(1))[0].Message.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>')).PathAndQuery;

        var mangled = await host.Client.PostAsync(link[..^1], null);
        (mangled.StatusCode, mangled.Content.Headers.ContentType!.ToString()).ShouldBe((HttpStatusCode.NotFound, "text/html; charset=utf-8"));
        mangled.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await (await host.Client.GetAsync(link)).Content.ReadAsStringAsync()).ShouldContain("<form method=\"post\">");
        (await host.Staff.GetAsync($"/api/receivers/{id}").JsonAsync())["enabled"]!.GetValue<bool>().ShouldBeTrue();
        (await host.Client.PostAsync(link, new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]))).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await host.Staff.GetAsync($"/api/receivers/{id}").JsonAsync()).Text("disabledBecause").ShouldBe("unsubscribed");
        (await host.Staff.PutAsJsonAsync($"/api/receivers/{id}", Request(campaign)).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:receiver-unsubscribed");
        await campaign.SignAsync("b@example.org");
        await Task.Delay(1_000);
        server.Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task without_an_smtp_server_mails_are_files_that_only_their_owner_reads()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1);
        var id = await ReceiveAsync(campaign);
        await campaign.SignAsync("a@example.org");
        var delivery = (await DeliveriesAsync(fixture.Host, id, "delivered")).ShouldHaveSingleItem()!;
        var path = Path.Combine(fixture.Host.Services.GetRequiredService<Api.Hosting.Installation>().Folder.PathOf("mail"), $"{Guid.Parse(delivery.Text("id")!):N}.eml");
        (await MimeMessage.LoadAsync(path)).To.ToString().ShouldContain(Address);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        (await fixture.Host.Staff.PostAsync($"/api/receivers/{id}/test", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await DeliveriesAsync(fixture.Host, id, "delivered", 2);
    }

    [Fact]
    public async Task a_receivers_settings_must_be_those_of_its_kind()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await RefusedAsync("address", ("address", "not an address"));
        await RefusedAsync("address", ("address", "a@example.org\r\nBcc: b@example.org"));
        await RefusedAsync("name", ("name", "Newsroom\r\nBcc: b@example.org"));
        await RefusedAsync("url", ("url", "https://example.org"));
        await RefusedAsync("flavour", ("flavour", "osdi"));
        await RefusedAsync("events", ("events", new JsonArray("signature.counted")));
        await RefusedAsync("kind", ("kind", "pigeon"));
        var id = await ReceiveAsync(campaign);
        (await fixture.Host.Staff.PostAsync($"/api/receivers/{id}/secret", null).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:receiver-has-no-secret");
        var other = Request(campaign);
        (other["kind"], other["address"]) = ("bus", null);
        (await fixture.Host.Staff.PutAsJsonAsync($"/api/receivers/{id}", other).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:receiver-kind-fixed");

        async Task RefusedAsync(string field, (string Field, JsonNode Value) change)
        {
            var request = Request(campaign);
            request[change.Field] = change.Value;
            var answer = await fixture.Host.Staff.PostAsJsonAsync("/api/receivers", request);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).ShouldContain(field);
        }
    }

    private async Task<TestHost> HostAsync(SmtpServer server, params (string Key, string Value)[] settings) => await fixture.NewHostAsync(
    [
        .. settings.UnionBy(
        [
            .. DeliveryFixture.Quick, ("Mail:SmtpHost", "localhost"), ("Mail:SmtpPort", $"{server.Port}"), ("Mail:SmtpUser", SmtpServer.User),
            ("Mail:SmtpPassword", SmtpServer.Password), ("Mail:From", "Campaigns <news@example.org>"),
            ("Mail:SmtpAuthorities", fixture.NewFile($"{server.Port}.pem", server.Authority).FullName),
        ], s => s.Item1),
    ]);

    private static JsonObject Request(TestCampaign campaign) => new()
    {
        ["name"] = "Newsroom",
        ["kind"] = "email",
        ["address"] = Address,
        ["campaign"] = campaign.Slug,
        ["events"] = new JsonArray("milestone.reached"),
    };

    private static async Task<Guid> ReceiveAsync(TestCampaign campaign)
    {
        var response = await campaign.Host.Staff.PostAsJsonAsync("/api/receivers", Request(campaign));
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var answer = await response.JsonAsync();
        (answer.Text("address"), answer["secret"], answer["url"]).ShouldBe((Address, null, null));
        return Guid.Parse(answer.Text("id")!);
    }

    private static async Task<JsonArray> DeliveriesAsync(TestHost host, Guid id, string state = "", int count = 1)
    {
        JsonArray found = [];
        await Wait.UntilAsync(async () =>
        {
            found = (await host.Staff.GetAsync($"/api/deliveries?receiver={id}{(state.Length == 0 ? "" : $"&state={state}")}").JsonAsync())["deliveries"]!.AsArray();
            return found.Count >= count;
        });
        return found;
    }
}
