using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Campaigns;

[Collection(ApiTests.Name)]
public sealed class CampaignEndpointTests(ApiFixture fixture)
{
    private static object Launch(string slug, object? launchedAt = null) => new
    {
        slug,
        title = "Save the pond",
        statement = "It is *our* pond.",
        addressedTo = "The council",
        goal = 100,
        confirmation = "none",
        launchedAt,
    };

    [Fact]
    public async Task launching_is_safe_to_repeat_and_a_slug_is_taken_once()
    {
        (await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", Launch("launch-me"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", Launch("launch-me"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var other = await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", new
        {
            slug = "launch-me",
            title = "Another",
            statement = "s",
            addressedTo = "a",
            goal = 100,
            confirmation = "none",
        });
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:slug-taken");
        var campaign = await fixture.Host.GetAsync("/api/campaigns/launch-me");
        campaign.Text("title").ShouldBe("Save the pond");
        campaign["progress"]!.Long("goal").ShouldBe(100);
        campaign["ladder"]!.AsArray().Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task everything_wrong_with_a_launch_is_named()
    {
        var response = await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", new { slug = "No Slug", launchedAt = "2999-01-01T00:00:00Z" });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).Order()
            .ShouldBe(["addressedTo", "confirmation", "goal", "launchedAt", "slug", "statement", "title"]);
        (await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", Launch("no-offset", "2020-12-08T09:00:00"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_statement_may_be_as_long_as_it_says()
    {
        object Long(int length) => new { slug = "long-statement", title = "t", statement = new string('ß', length), addressedTo = "a", goal = 1, confirmation = "none" };
        (await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", Long(10_001))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await fixture.Host.Staff.PostAsJsonAsync("/api/campaigns", Long(10_000))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task every_staff_endpoint_wants_the_staff_key()
    {
        var campaign = await fixture.Host.LaunchAsync();
        (HttpMethod, string)[] endpoints =
        [
            (HttpMethod.Post, "/api/campaigns"), (HttpMethod.Put, campaign.Path + "/goal"), (HttpMethod.Post, campaign.Path + "/thresholds"),
            (HttpMethod.Delete, campaign.Path + "/thresholds/5"), (HttpMethod.Post, campaign.Path + "/close"), (HttpMethod.Post, campaign.Path + "/reopen"),
            (HttpMethod.Post, campaign.Path + "/external-counts"), (HttpMethod.Get, campaign.Path + "/history"),
            (HttpMethod.Post, campaign.Path + $"/signatures/{Guid.Empty}/invalidate"),
        ];
        foreach (var (method, path) in endpoints)
        {
            foreach (var key in (string?[])[null, "", "staff_wrong", fixture.Host.StaffKey + "x", fixture.Host.StaffKey[..^1]])
            {
                var request = new HttpRequestMessage(method, path);
                if (method != HttpMethod.Get)
                    request.Content = JsonContent.Create(new { });
                if (key is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
                var response = await fixture.Host.Client.SendAsync(request);
                response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}");
                response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            }
        }
        (await campaign.LinesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task the_database_holds_only_the_hash_of_the_staff_key_and_a_new_key_voids_the_old()
    {
        await using var host = await fixture.NewHostAsync();
        (await host.AskAsync<long>("SELECT count(*) FROM campaign_events.installation t WHERE t::text LIKE '%staff\\_%' OR octet_length(value) <> 32")).ShouldBe(0);
        var keys = host.Services.GetRequiredService<StaffKeys>();
        (await keys.FitsAsync(host.StaffKey)).ShouldBeTrue();
        var replaced = await keys.ReplaceAsync();
        (await keys.EnsureAsync()).ShouldBe(replaced);
        (await new StaffKeys(host.Database, host.Services.GetRequiredService<Installation>(), TimeProvider.System).FitsAsync(host.StaffKey)).ShouldBeFalse();
    }

    [Fact]
    public async Task goal_thresholds_close_and_reopen_answer_the_campaign_as_it_then_is()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 10);
        var goal = await (await fixture.Host.Staff.PutAsJsonAsync(campaign.Path + "/goal", new { goal = 20 })).JsonAsync();
        goal["progress"]!.Long("goal").ShouldBe(20);
        var added = await campaign.PostAsync("/thresholds", new { threshold = 5 }, staff: true).JsonAsync();
        added["thresholds"]!.ToJsonString().ShouldBe("[5,20]");
        (await fixture.Host.Staff.DeleteAsync(campaign.Path + "/thresholds/5")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await campaign.PostAsync("/close", new { }, staff: true).JsonAsync())["progress"]!.Text("state").ShouldBe("closed");
        (await fixture.Host.Staff.PostAsync(campaign.Path + "/reopen", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await campaign.GetAsync("/progress")).Text("state").ShouldBe("open");
        (await fixture.Host.Staff.PutAsJsonAsync(campaign.Path + "/goal", new { goal = 0 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await fixture.Host.Staff.PutAsJsonAsync("/api/campaigns/unknown/goal", new { goal = 5 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task campaigns_are_listed_in_pages()
    {
        await using var host = await fixture.NewHostAsync();
        foreach (var slug in (string[])["b", "a", "c"])
            (await host.Staff.PostAsJsonAsync("/api/campaigns", Launch(slug))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var first = await host.GetAsync("/api/campaigns?limit=2");
        first["campaigns"]!.AsArray().Select(c => c!.Text("slug")).ShouldBe(["a", "b"]);
        var second = await host.GetAsync($"/api/campaigns?limit=2&after={first.Text("next")}");
        second["campaigns"]!.AsArray().Select(c => c!.Text("slug")).ShouldBe(["c"]);
        second["next"].ShouldBeNull();
    }

    [Fact]
    public async Task progress_has_a_tag_and_is_not_sent_twice()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.SignAsync("ada@example.org");
        var first = await fixture.Host.Client.GetAsync(campaign.Path + "/progress");
        var tag = first.Headers.ETag!;
        first.Headers.CacheControl!.ToString().ShouldContain("must-revalidate");

        var request = new HttpRequestMessage(HttpMethod.Get, campaign.Path + "/progress") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"other\""), tag } } };
        (await fixture.Host.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        await campaign.SignAsync("bob@example.org");
        await Task.Delay(ProgressCache.MaximumAge + TimeSpan.FromMilliseconds(20));
        var changed = new HttpRequestMessage(HttpMethod.Get, campaign.Path + "/progress") { Headers = { IfNoneMatch = { tag } } };
        var answer = await fixture.Host.Client.SendAsync(changed);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).Long("count").ShouldBe(2);
    }

    [Fact]
    public async Task progress_is_at_most_a_quarter_of_a_second_old_and_read_once_for_many_who_ask()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var clock = new ManualClock(Some.Noon);
        var cache = new ProgressCache(fixture.Host.Database, clock);
        var many = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cache.GetAsync(campaign.Id)));
        many.Distinct().Count().ShouldBe(1);

        clock.Advance(ProgressCache.MaximumAge - TimeSpan.FromMilliseconds(1));
        (await cache.GetAsync(campaign.Id)).ShouldBeSameAs(many[0]);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await cache.GetAsync(campaign.Id)).ShouldNotBeSameAs(many[0]);
    }

    private sealed class ManualClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
