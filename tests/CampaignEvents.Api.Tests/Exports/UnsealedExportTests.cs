using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Exports;

[Collection(ApiTests.Name)]
public sealed class UnsealedExportTests(ApiFixture fixture)
{
    private const string Reason = "handing the signatures over";

    // One for each host: another would make it void.
    private static readonly ConcurrentDictionary<TestHost, Task<string>> _keys = new();

    [Fact]
    public async Task only_the_unseal_key_unseals_and_it_is_good_for_all_that_staff_may()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await campaign.SignAsync("ada@example.org");
        var (key, body) = (host.Services.GetRequiredService<UnsealKey>(), new { format = "csv", unseal = true, reason = Reason });
        (await key.ExistsAsync()).ShouldBeFalse();

        await RefusedAsync(host, null, campaign, body, HttpStatusCode.Unauthorized, "staff-only");
        await RefusedAsync(host, "unseal_made-up", campaign, body, HttpStatusCode.Unauthorized, "staff-only");
        await RefusedAsync(host, host.StaffKey, campaign, body, HttpStatusCode.Forbidden, "unseal-right-needed");
        var first = await key.ReplaceAsync();
        (await PostAsync(host, first, campaign, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(host, first, $"{campaign.Path}/history")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(host, host.StaffKey, campaign, body, HttpStatusCode.Forbidden, "unseal-right-needed");

        var second = await key.ReplaceAsync();
        await RefusedAsync(host, first, campaign, body, HttpStatusCode.Unauthorized, "staff-only");
        (await PostAsync(host, second, campaign, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await key.RemoveAsync()).ShouldBeTrue();
        await RefusedAsync(host, second, campaign, body, HttpStatusCode.Unauthorized, "staff-only");
        (await host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Events} WHERE type = 'persons_unsealed_v1'")).ShouldBe(2);
        (await host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Installation} WHERE value = convert_to($1, 'UTF8')", second)).ShouldBe(0);
    }

    [Fact]
    public async Task an_unsealed_export_is_on_record_before_its_first_byte_and_covers_the_lines_before_the_record()
    {
        var campaign = await PeopleAsync();
        var before = (await campaign.LinesAsync()).Count;
        using var response = await PostAsync(campaign, new { format = "jsonl", unseal = true, reason = $"  {Reason} " }, HttpCompletionOption.ResponseHeadersRead);

        var record = (await campaign.LinesAsync()).Skip(before).ShouldHaveSingleItem();
        var id = Guid.Parse(response.Headers.GetValues("Export-Id").Single());
        record.Event.ShouldBe(new PersonsUnsealed(id, 1, before, ExportFormat.Jsonl, Reason, UnsealedBy.Key));
        response.Headers.GetValues("Export-Last-Line").ShouldBe([$"{before}"]);
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{campaign.Slug}-lines-1-{before}-unsealed.jsonl");
        (await response.Content.ReadAsStringAsync()).Count(c => c == '\n').ShouldBe(before);
        var shown = JsonNode.Parse(await campaign.Host.Staff.GetStringAsync($"{campaign.Path}/history?type=persons_unsealed_v1"))!["lines"]![0]!;
        (shown["data"]!.Text("reason"), shown["data"]!.Text("by"), shown["data"]!.Text("format")).ShouldBe((Reason, "key", "jsonl"));
    }

    [Fact]
    public async Task what_cannot_be_put_on_record_does_not_leave()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await campaign.SignAsync("ada@example.org");
        await host.AskAsync<string>($"ALTER TABLE {LedgerSchema.Events} ADD CHECK (type <> 'persons_unsealed_v1') NOT VALID; SELECT 'done'");
        var key = await host.Services.GetRequiredService<UnsealKey>().ReplaceAsync();
        var response = await PostAsync(host, key, campaign, new { format = "csv", unseal = true, reason = Reason });
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("ada@");
    }

    [Fact]
    public async Task persons_are_in_clear_and_the_erased_stay_erased_in_every_format()
    {
        var campaign = await PeopleAsync();
        var csv = ExportReading.Csv(await BytesAsync(campaign, "csv"));
        var parquet = await ExportReading.ParquetAsync(await BytesAsync(campaign, "parquet"));
        foreach (var rows in (List<Dictionary<string, string>>[])[csv, parquet])
        {
            // Launch, Ada, Bob, Bob withdrawn, Bob again, Cy.
            string?[] Column(string name) => [.. rows.Take(6).Select(r => r.GetValueOrDefault(name))];
            Column("email").ShouldBe([null, "ada@example.org", null, null, "bob+2@example.org", "cy@example.org"]);
            Column("erased").ShouldBe([null, "false", "true", null, "false", "false"]);
            Column("postcode").ShouldBe([null, "SW1A 1AA", null, null, null, null]);
            rows.ShouldAllBe(r => !r.ContainsKey("problem"));
        }
        (csv[1]["name"], csv[1]["comment"]).ShouldBe(("'=Ada", "'@SUM(1)\nsecond \"line\", 😀"));
        (parquet[1]["name"], parquet[1]["comment"]).ShouldBe(("=Ada", "@SUM(1)\nsecond \"line\", 😀"));

        var json = Encoding.UTF8.GetString(await BytesAsync(campaign, "jsonl")).Split('\n').Take(6).Select(l => JsonNode.Parse(l)!["person"]?.ToJsonString()).ToArray();
        (json[0], json[2], json[3]).ShouldBe((null, """{"erased":true}""", null));
        JsonNode.Parse(json[1]!)!.Text("comment").ShouldBe("@SUM(1)\nsecond \"line\", 😀");
    }

    [Fact]
    public async Task a_person_that_cannot_be_unsealed_is_told_and_not_passed_over()
    {
        var campaign = await PeopleAsync();
        await campaign.Host.AskAsync<long>($"WITH x AS (UPDATE {LedgerSchema.Signatories} SET key = gen_random_uuid() WHERE campaign_id = $1 AND number = 1) SELECT 1::bigint", campaign.Id);
        var log = new CapturedLog(campaign.Host);
        var rows = ExportReading.Csv(await BytesAsync(campaign, "csv"));
        (rows[1]["problem"], rows[1]["erased"], rows[1].ContainsKey("name"), rows[1].ContainsKey("email")).ShouldBe(("cannot be unsealed", "false", false, false));
        rows[4]["email"].ShouldBe("bob+2@example.org");
        log.Messages.Where(m => m.Contains(campaign.Id.ToString(), StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldContain("1 persons, the first at line 2, have a key and could not be unsealed");
    }

    [Theory]
    [InlineData("""{"format":"csv","unseal":true}""", "reason")]
    [InlineData("""{"format":"csv","unseal":true,"reason":" "}""", "reason")]
    [InlineData("""{"format":"csv","reason":"r"}""", "unseal")]
    [InlineData("""{"format":"csv","unseal":false,"reason":"r"}""", "unseal")]
    [InlineData("""{"format":"odt","unseal":true,"reason":"r"}""", "format")]
    [InlineData("""{"format":"csv","unseal":true,"reason":"r","after":-1}""", "after")]
    [InlineData("""{"format":"csv","unseal":true,"reason":"r","asOf":"noon"}""", "asOf")]
    [InlineData("""{"format":"csv","unseal":true,"reason":"r","lines":{}}""", "lines")]
    public async Task what_is_wrong_is_named_and_nothing_recorded(string body, string field)
    {
        var campaign = await PeopleAsync();
        var lines = (await campaign.LinesAsync()).Count;
        using var response = await SendAsync(campaign.Host, await KeyAsync(campaign.Host), campaign, JsonContent.Create(JsonNode.Parse(body)), HttpCompletionOption.ResponseContentRead);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
        (await campaign.LinesAsync()).Count.ShouldBe(lines);
    }

    [Fact]
    public async Task a_reason_is_at_most_200_characters_and_of_no_lines_there_is_nothing_to_unseal()
    {
        var campaign = await PeopleAsync();
        var last = (await campaign.LinesAsync()).Count;
        (await PostAsync(campaign, new { format = "csv", unseal = true, reason = new string('x', 201) })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(campaign, new { format = "csv", unseal = true, reason = Reason, after = last })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await campaign.LinesAsync()).Count.ShouldBe(last);
        var some = await PostAsync(campaign, new { format = "csv", unseal = true, reason = new string('x', 200), after = 1, to = 2 });
        ExportReading.Csv(await some.Content.ReadAsByteArrayAsync()).ShouldHaveSingleItem()["email"].ShouldBe("ada@example.org");
        ((PersonsUnsealed)(await campaign.LinesAsync())[last].Event).ShouldSatisfyAllConditions(e => e.FirstLine.ShouldBe(2), e => e.LastLine.ShouldBe(2));
    }

    [Fact]
    public async Task a_record_moves_no_count_and_stays_out_of_the_progress_but_for_the_line()
    {
        var campaign = await PeopleAsync();
        var before = (await (await campaign.Host.Staff.GetAsync($"{campaign.Path}/state")).JsonAsync())["progress"]!;
        await BytesAsync(campaign, "csv");
        var after = (await (await campaign.Host.Staff.GetAsync($"{campaign.Path}/state")).JsonAsync())["progress"]!;
        (after.Long("count"), after.Long("counted"), after.Long("line")).ShouldBe((before.Long("count"), before.Long("counted"), before.Long("line") + 1));
    }

    [Fact]
    public async Task nothing_personal_is_logged()
    {
        await using var host = await fixture.NewHostAsync(("Logging:LogLevel:Default", "Trace"));
        var log = new CapturedLog(host);
        var campaign = await PeopleAsync(host);
        foreach (var format in (string[])["csv", "jsonl", "parquet"])
            await BytesAsync(campaign, format);
        foreach (var word in (string[])["example.org", "=Ada", "SW1A", "@SUM", Reason])
            log.Messages.ShouldAllBe(m => !m.Contains(word, StringComparison.Ordinal));
        log.Messages.ShouldContain(m => m.Contains("/history/export", StringComparison.Ordinal));
    }

    /// <summary>Ada, Bob who withdrew and came back, and Cy.</summary>
    private async Task<TestCampaign> PeopleAsync(TestHost? host = null)
    {
        var campaign = await (host ?? fixture.Host).LaunchAsync();
        await campaign.PostAsync("/signatures", new { name = "=Ada", email = "ada@example.org", country = "GB", postcode = "SW1A 1AA", comment = "@SUM(1)\nsecond \"line\", 😀" });
        var bob = await campaign.SignAsync("bob@example.org").JsonAsync();
        await campaign.PostAsync($"/signatures/{bob.Text("signatureId")}/withdraw", new { token = bob.Text("token") });
        await campaign.SignAsync("bob+2@example.org");
        await campaign.SignAsync("cy@example.org");
        return campaign;
    }

    private static Task<string> KeyAsync(TestHost host) => _keys.GetOrAdd(host, h => h.Services.GetRequiredService<UnsealKey>().ReplaceAsync());

    private static async Task<byte[]> BytesAsync(TestCampaign campaign, string format) =>
        await (await PostAsync(campaign, new { format, unseal = true, reason = Reason })).EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();

    private static async Task<HttpResponseMessage> PostAsync(TestCampaign campaign, object body, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        await SendAsync(campaign.Host, await KeyAsync(campaign.Host), campaign, JsonContent.Create(body), until);

    private static Task<HttpResponseMessage> PostAsync(TestHost host, string? key, TestCampaign campaign, object body) =>
        SendAsync(host, key, campaign, JsonContent.Create(body), HttpCompletionOption.ResponseContentRead);

    private static async Task RefusedAsync(TestHost host, string? key, TestCampaign campaign, object body, HttpStatusCode status, string urn)
    {
        var response = await PostAsync(host, key, campaign, body);
        response.StatusCode.ShouldBe(status);
        (await response.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:" + urn);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, string? key, TestCampaign campaign, HttpContent body, HttpCompletionOption until)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{campaign.Path}/history/export") { Content = body };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await host.Client.SendAsync(request, until);
    }

    private static async Task<HttpResponseMessage> GetAsync(TestHost host, string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await host.Client.SendAsync(request);
    }
}
