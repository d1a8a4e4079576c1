using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Exports;

[Collection(ApiTests.Name)]
public sealed class ExportEndpointTests(ApiFixture fixture)
{
    [Fact]
    public async Task an_export_holds_the_lines_of_the_history_and_says_which_is_the_last()
    {
        var campaign = await LivelyAsync();
        var response = await GetAsync(campaign, "format=jsonl");
        var last = (await campaign.LinesAsync()).Count;

        response.Content.Headers.ContentType!.ToString().ShouldBe("application/jsonl; charset=utf-8");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{campaign.Slug}-lines-1-{last}.jsonl");
        (Header(response, "Export-After"), Header(response, "Export-Last-Line"), Header(response, "Cache-Control")).ShouldBe(("0", $"{last}", "no-store"));
        var rows = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        var history = JsonNode.Parse(await campaign.Host.Staff.GetStringAsync($"{campaign.Path}/history"))!["lines"]!.AsArray();
        rows.Select(r => JsonNode.Parse(r)!.ToJsonString()).ShouldBe(history.Select(l => l!.ToJsonString()));

        var csv = await GetAsync(campaign, "format=csv");
        csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8; header=present");
        ExportReading.Csv(await csv.Content.ReadAsByteArrayAsync()).Select(r => r["line"]).ShouldBe(Enumerable.Range(1, last).Select(n => $"{n}"));
        var parquet = await GetAsync(campaign, "format=parquet");
        parquet.Content.Headers.ContentType!.ToString().ShouldBe("application/vnd.apache.parquet");
        (await ExportReading.ParquetAsync(await parquet.Content.ReadAsByteArrayAsync())).Select(r => r["type"])
            .ShouldBe(history.Select(l => l!.Text("type")));
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Jsonl)]
    public async Task gone_on_with_behind_any_line_an_export_gives_the_same_bytes_for_the_rest(ExportFormat format)
    {
        var campaign = await LivelyAsync();
        var name = format.ToString().ToLowerInvariant();
        var whole = await (await GetAsync(campaign, $"format={name}")).Content.ReadAsByteArrayAsync();
        var last = (await campaign.LinesAsync()).Count;
        var header = format == ExportFormat.Csv ? whole.AsSpan().IndexOf("\r\n"u8) + 2 : 0;
        await campaign.SignAsync("late@example.org");
        for (var after = 0; after <= last; after++)
        {
            var rest = await (await GetAsync(campaign, $"format={name}&after={after}&to={last}")).Content.ReadAsByteArrayAsync();
            var first = await (await GetAsync(campaign, $"format={name}&to={Math.Max(1, after)}")).Content.ReadAsByteArrayAsync();
            if (after == 0)
                rest.ShouldBe(whole);
            else
                ((byte[])[.. first, .. rest[header..]]).ShouldBe(whole, $"after line {after}");
        }
    }

    [Fact]
    public async Task as_of_cuts_at_the_last_line_at_or_before_the_moment()
    {
        var campaign = await fixture.Host.WriteAsync("exported-as-of", [.. Enumerable.Range(1, 30).Select(n => Some.Sign(n, Some.Noon.AddSeconds(n / 3)))]);
        var lines = await campaign.LinesAsync();
        foreach (var moment in lines.Select(l => l.At).Distinct().SelectMany(at => (DateTimeOffset[])[at, at.AddTicks(10), at.AddTicks(-10)]).Where(m => m >= Some.Morning))
        {
            var response = await GetAsync(campaign, $"format=jsonl&asOf={moment:yyyy-MM-ddTHH:mm:ss.ffffffZ}");
            var expected = lines.Count(l => l.At <= moment);
            Header(response, "Export-Last-Line").ShouldBe($"{expected}");
            (await response.Content.ReadAsStringAsync()).Count(c => c == '\n').ShouldBe(expected);
        }
    }

    [Fact]
    public async Task nothing_of_a_person_is_in_an_export_in_any_form()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.PostAsync("/signatures", new { name = "Zebulon", email = "z.e.b+x@gmail.com", country = "GB", postcode = "ZZ9 9ZZ", comment = "my very own words" });
        var counted = (Domain.Signatures.SignatureCounted)(await campaign.LinesAsync())[1].Event;
        foreach (var format in (string[])["csv", "jsonl", "parquet"])
        {
            var text = Encoding.Latin1.GetString(await (await GetAsync(campaign, $"format={format}")).Content.ReadAsByteArrayAsync());
            foreach (var secret in (string[])["Zebulon", "gmail", "ZZ9", "very own", counted.Person, counted.Signatory.Value.ToString(), counted.Mailbox!.Value.Value.ToString(), counted.Household!.Value.Value.ToString()])
                text.ShouldNotContain(secret);
        }
    }

    [Theory]
    [InlineData("", "format")]
    [InlineData("format=xml", "format")]
    [InlineData("format=CSV", "format")]
    [InlineData("format=csv&after=-1", "after")]
    [InlineData("format=csv&after=x", "after")]
    [InlineData("format=csv&to=0", "to")]
    [InlineData("format=csv&after=2&to=1", "to")]
    [InlineData("format=csv&to=1&asOf=2020-12-08T09:00:00Z", "to")]
    [InlineData("format=csv&asOf=noon", "asOf")]
    [InlineData("format=csv&asOf=2999-01-01T00:00:00Z", "asOf")]
    [InlineData("format=csv&unseal=true", "unseal")]
    [InlineData("format=csv&reason=because", "reason")]
    public async Task what_cannot_be_exported_is_named(string query, string field)
    {
        var campaign = await fixture.Host.LaunchAsync();
        var response = await GetAsync(campaign, query);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task staff_only_and_only_what_there_is()
    {
        var campaign = await fixture.Host.LaunchAsync();
        (await fixture.Host.Client.GetAsync($"{campaign.Path}/history/export?format=csv")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        async Task RefusedAsync(string path, string urn)
        {
            var response = await fixture.Host.Staff.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await response.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:" + urn);
        }
        await RefusedAsync("/api/campaigns/no-such-pond/history/export?format=csv", "campaign-unknown");
        await RefusedAsync($"{campaign.Path}/history/export?format=csv&asOf=2001-01-01T00:00:00Z", "not-yet-launched");
        await RefusedAsync($"{campaign.Path}/history/export?format=csv&to=2", "line-unknown");
        await RefusedAsync($"{campaign.Path}/history/export?format=csv&after=2", "line-unknown");
        (await (await GetAsync(campaign, "format=jsonl&after=1")).Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("csv", 2)]
    [InlineData("jsonl", 2)]
    [InlineData("parquet", 2)]
    [InlineData("csv", 9_000)]
    [InlineData("jsonl", 9_000)]
    [InlineData("parquet", 9_000)]
    public async Task a_fault_on_the_way_is_a_problem_or_a_broken_answer_and_never_looks_like_an_end(string format, int line)
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.WriteAsync("faulty", Enumerable.Range(1, 9_000).Select(n => Some.Sign(n, Some.Noon.AddSeconds(n))));
        await host.AskAsync<long>($"WITH x AS (UPDATE {LedgerSchema.Events} SET type = 'unheard_of_v1' WHERE version = $1) SELECT 1::bigint", line);
        using var response = await host.Staff.GetAsync($"{campaign.Path}/history/export?format={format}", HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            line.ShouldBeGreaterThan(2);
            await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
            return;
        }
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Headers.Contains("Export-Last-Line").ShouldBeFalse();
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.Long("status").ShouldBe(500);
    }

    private async Task<TestCampaign> LivelyAsync()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, ladder: [2, 4]);
        var signed = await campaign.SignAsync("ada@example.org", channel: "email").JsonAsync();
        await campaign.SignAsync("bob@example.org", country: "DE");
        await campaign.PostAsync("/external-counts", new { source = "=paper", count = 9, countries = new Dictionary<string, int> { ["DE"] = 2 } }, staff: true);
        await campaign.PostAsync("/external-counts", new { source = "=paper", count = 3 }, staff: true);
        await campaign.PostAsync("/shares", new { channel = "link" });
        await campaign.PostAsync($"/signatures/{signed.Text("signatureId")}/invalidate", new { reason = "two\nlines" }, staff: true);
        await campaign.PostAsync($"/signatures/{signed.Text("signatureId")}/invalidate", new { reason = "-made up" }, staff: true);
        return campaign;
    }

    private static Task<HttpResponseMessage> GetAsync(TestCampaign campaign, string query) =>
        campaign.Host.Staff.GetAsync($"{campaign.Path}/history/export?{query}");

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
