using System.Net;
using System.Net.Http.Json;
using System.Text;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain.Signatures;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Signatures;

[Collection(ApiTests.Name)]
public sealed class SignatureEndpointTests(ApiFixture fixture)
{
    [Fact]
    public async Task signing_answers_number_count_and_token_and_a_repeat_its_first_answer_less_the_token()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var first = await campaign.SignAsync("ada@example.org");
        await campaign.SignAsync("bob@example.org");
        var repeat = await campaign.SignAsync(" ADA+again@Example.org ");

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        repeat.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (one, two) = (await first.JsonAsync(), await repeat.JsonAsync());
        one.AsObject().Select(p => p.Key).ShouldBe(["signatureId", "number", "count", "token"]);
        two.AsObject().Select(p => p.Key).ShouldBe(["signatureId", "number", "count"]);
        (two.Text("signatureId"), two.Long("number"), two.Long("count")).ShouldBe((one.Text("signatureId"), 1, 1));
    }

    [Fact]
    public async Task with_confirmation_an_address_that_has_signed_looks_like_one_that_has_not()
    {
        var campaign = await fixture.Host.LaunchAsync("email");
        var first = await campaign.SignAsync("ada@example.org");
        var writes = await WritesAsync(campaign);
        var repeat = await campaign.SignAsync("ada@example.org");

        (first.StatusCode, repeat.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        var (one, two) = (await first.JsonAsync(), await repeat.JsonAsync());
        one.AsObject().Select(p => p.Key).ShouldBe(["signatureId"]);
        two.AsObject().Select(p => p.Key).ShouldBe(["signatureId"]);
        two.Text("signatureId").ShouldNotBe(one.Text("signatureId"));
        (await WritesAsync(campaign)).ShouldNotBe(writes, "a repeat is written to disk and waited for as well");
        (await campaign.LinesAsync()).Count.ShouldBe(2);
        (await campaign.GetAsync("/progress")).Long("pending").ShouldBe(1);
    }

    [Fact]
    public async Task confirming_with_the_token_counts_and_withdrawing_takes_it_back()
    {
        var campaign = await fixture.Host.LaunchAsync("email");
        var id = (await campaign.SignAsync("ada@example.org").JsonAsync()).Text("signatureId")!;
        var token = fixture.Host.Services.GetRequiredService<SignatureTokens>().For(Guid.Parse(id));

        var confirmed = await campaign.PostAsync($"/signatures/{id}/confirm", new { token }).JsonAsync();
        (confirmed.Text("status"), confirmed.Long("number"), confirmed.Long("count")).ShouldBe(("counted", 1, 1));
        (await campaign.PostAsync($"/signatures/{id}/confirm", new { token })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var withdrawn = await campaign.PostAsync($"/signatures/{id}/withdraw", new { token }).JsonAsync();
        (withdrawn.Text("status"), withdrawn.Long("number"), withdrawn.Long("count")).ShouldBe(("withdrawn", 1, 0));
        (await campaign.LinesAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task a_wrong_token_is_answered_like_an_unknown_signature()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var signed = await campaign.SignAsync("ada@example.org").JsonAsync();
        var wrong = (await campaign.SignAsync("bob@example.org").JsonAsync()).Text("token");

        var answers = new List<string>();
        foreach (var (id, token) in ((string, string?)[])[(signed.Text("signatureId")!, wrong), (signed.Text("signatureId")!, "short"), (Guid.Empty.ToString(), wrong)])
        {
            var answer = await campaign.PostAsync($"/signatures/{id}/withdraw", new { token });
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            answers.Add((await answer.JsonAsync()).Text("type")!);
        }
        answers.Distinct().ShouldBe(["urn:campaign-events:signature-unknown"]);
    }

    [Fact]
    public async Task the_token_of_one_campaign_does_nothing_in_another()
    {
        var (campaign, other) = (await fixture.Host.LaunchAsync(), await fixture.Host.LaunchAsync());
        var signed = await campaign.SignAsync("ada@example.org").JsonAsync();
        (await other.PostAsync($"/signatures/{signed.Text("signatureId")}/withdraw", new { token = signed.Text("token") })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task staff_invalidate_with_a_reason_and_signing_again_counts_no_second_time()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var id = (await campaign.SignAsync("ada@example.org").JsonAsync()).Text("signatureId");
        (await campaign.PostAsync($"/signatures/{id}/invalidate", new { reason = "made up" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await campaign.PostAsync($"/signatures/{id}/invalidate", new { reason = "made up" }, staff: true).JsonAsync()).Text("status").ShouldBe("invalidated");
        (await campaign.SignAsync("ada@example.org")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var progress = await campaign.GetAsync("/progress");
        (progress.Long("count"), progress.Long("counted"), progress.Long("invalidated")).ShouldBe((0, 1, 1));
    }

    [Theory]
    [InlineData("""{"email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"  ","email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"Ada"}""", "country,email")]
    [InlineData("""{}""", "country,email,name")]
    [InlineData("""{"name":"Ada","email":"ada","country":"GB"}""", "email")]
    [InlineData("""{"name":"Ada","email":"ada@example.org\r\nBcc: x@example.org","country":"GB"}""", "email")]
    [InlineData("""{"name":"A\u0000da","email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"Ada","email":"ada@example.org","country":"UK"}""", "country")]
    [InlineData("""{"name":"Ada","email":"ada@example.org","country":"gb"}""", "country")]
    [InlineData("""{"name":"Ada","email":"ada@example.org","country":"GB","channel":"=cmd|' /C calc'!A0"}""", "channel")]
    [InlineData("""{"name":7,"email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"Ada","email":"ada@example.org","country":"GB","referal":"x"}""", "referal")]
    [InlineData("""{"name":5,"email":"bad","country":"ZZ","x":1}""", "country,email,name,x")]
    [InlineData("""{"name":"Ada","email":"ada@example.org","country":"GB","input":{}}""", "input")]
    [InlineData("""{"name":"\u200B\u200B","email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"\u202Eada","email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"\uD800","email":"ada@example.org","country":"GB"}""", "name")]
    [InlineData("""{"name":"Ada","name":"Bob","email":1,"country":"GB"}""", "body")]
    [InlineData("""{} {}""", "body")]
    [InlineData("""["name"]""", "body")]
    [InlineData("""{"name":"Ada",""", "body")]
    [InlineData("""null""", "body")]
    [InlineData("", "body")]
    public async Task bad_input_names_each_field_and_records_nothing(string json, string fields)
    {
        var campaign = await fixture.Host.LaunchAsync();
        var response = await fixture.Host.Client.PostAsync($"{campaign.Path}/signatures", new StringContent(json, Encoding.UTF8, "application/json"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.JsonAsync();
        problem.Text("type").ShouldBe("urn:campaign-events:invalid-input");
        string.Join(',', problem["errors"]!.AsObject().Select(e => e.Key).Order()).ShouldBe(fields);
        (await campaign.LinesAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("name", 200)]
    [InlineData("comment", 2_000)]
    [InlineData("postcode", 16)]
    public async Task lengths_are_limited_to_the_character(string field, int maximum)
    {
        var campaign = await fixture.Host.LaunchAsync();
        Dictionary<string, string> Body(int length) => new() { ["name"] = "Ada", ["email"] = $"{field}{length}@example.org", ["country"] = "GB", [field] = new('x', length) };

        (await campaign.PostAsync("/signatures", Body(maximum))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var tooLong = await campaign.PostAsync("/signatures", Body(maximum + 1));
        tooLong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await tooLong.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task a_body_over_16_KiB_is_refused()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var response = await campaign.PostAsync("/signatures", new { name = "Ada", email = "ada@example.org", country = "GB", comment = new string('x', 16 * 1024) });
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:too-large");

        var chunked = new HttpRequestMessage(HttpMethod.Post, $"{campaign.Path}/signatures") { Content = JsonContent.Create(new { name = new string('x', 20_000) }) };
        chunked.Headers.TransferEncodingChunked = true;
        (await fixture.Host.Client.SendAsync(chunked)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task a_body_that_is_not_json_is_refused()
    {
        var campaign = await fixture.Host.LaunchAsync();
        (await fixture.Host.Client.PostAsync($"{campaign.Path}/signatures", new StringContent("name=Ada", Encoding.UTF8, "application/x-www-form-urlencoded")))
            .StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task an_unknown_campaign_is_not_found()
    {
        foreach (var slug in (string[])["no-such-campaign", "Not%20A%20Slug", "..%2F"])
        {
            var response = await fixture.Host.Client.PostAsJsonAsync($"/api/campaigns/{slug}/signatures", new { name = "Ada", email = "ada@example.org", country = "GB" });
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, slug);
        }
    }

    [Fact]
    public async Task signing_a_closed_campaign_is_refused_with_a_stable_code()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.PostAsync("/close", new { }, staff: true);
        var response = await campaign.SignAsync("ada@example.org");
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:campaign-not-open");
    }

    // Which transaction wrote the signatory's row last.
    private static Task<string> WritesAsync(TestCampaign campaign) =>
        campaign.Host.AskAsync<string>($"SELECT xmin::text FROM {LedgerSchema.Signatories} WHERE campaign_id = $1", campaign.Id);
}
