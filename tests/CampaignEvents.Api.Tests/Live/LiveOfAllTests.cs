using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Live;

/// <summary>Progress of all campaigns, as it changes.</summary>
[Collection(ApiTests.Name)]
public sealed class LiveOfAllTests(ApiFixture fixture)
{
    private const string All = "/api/campaigns/live";

    [Fact]
    public async Task all_campaigns_are_told_at_once_and_then_those_that_change_also_new_ones()
    {
        await using var host = await fixture.NewHostAsync();
        var (one, two) = (await host.LaunchAsync(thresholds: [1]), await host.LaunchAsync(launchedAt: Some.Morning));
        await using var listening = await Listening.ToAsync(host.Client, All);
        List<Heard> first = [await listening.NextAsync(), await listening.NextAsync()];
        first.Select(h => (h.Event, h.Campaign, h.Line)).ShouldBe([("progress", one.Slug, 1), ("progress", two.Slug, 1)], ignoreOrder: true);

        await one.SignAsync("ada@example.org");
        var changed = await listening.UntilAsync(h => h.Event == "progress" && h.Line == 3);
        changed.Select(h => (h.Event, h.Campaign)).ShouldBe([("milestone", one.Slug), ("progress", one.Slug)]);
        (changed[0].Milestone.Long("threshold"), changed[0].Milestone.Long("line")).ShouldBe((1, 3));
        var three = await host.LaunchAsync();
        (await listening.NextAsync()).Campaign.ShouldBe(three.Slug);
        // Lines of long ago, written now.
        await host.WriteAsync(two.Slug, [Some.Sign(1, Some.Noon)]);
        (await listening.NextAsync()).Campaign.ShouldBe(two.Slug);
        // Whoever comes while others listen is told all as well.
        await using var second = await Listening.ToAsync(host.Client, All);
        List<Heard> same = [await second.NextAsync(), await second.NextAsync(), await second.NextAsync()];
        same.Select(h => (h.Campaign, h.Line)).ShouldBe([(one.Slug, 3), (two.Slug, 2), (three.Slug, 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task a_reader_of_one_campaign_and_a_reader_of_all_are_told_the_same()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync(thresholds: [1]);
        await using var one = await Listening.ToAsync(campaign);
        await one.NextAsync();
        await using var all = await Listening.ToAsync(host.Client, All);
        await all.NextAsync();
        await campaign.SignAsync("ada@example.org");
        foreach (var listening in (Listening[])[one, all])
            (await listening.UntilLineAsync(3)).Select(h => (h.Event, h.Line)).ShouldBe([("milestone", 3), ("progress", 3)]);
        await all.LeaveAsync();
        await campaign.SignAsync("bea@example.org");
        (await one.NextAsync()).Line.ShouldBe(4);
        await using var again = await Listening.ToAsync(host.Client, All);
        (await again.NextAsync()).Line.ShouldBe(4);
    }

    [Fact]
    public async Task a_reader_that_comes_back_is_told_the_milestones_it_missed_on_another_node_too()
    {
        await using var host = await fixture.NewHostAsync();
        await using var other = await fixture.StartHostAsync(host.ConnectionString);
        var (one, two) = (await host.LaunchAsync(thresholds: [1]), await host.LaunchAsync(thresholds: [1]));
        long left;
        await using (var listening = await Listening.ToAsync(host.Client, All))
            left = (await listening.UntilAsync(h => h.Campaign == two.Slug))[^1].Id;
        await one.SignAsync("ada@example.org");
        await two.SignAsync("ada@example.org");

        await using var back = await Listening.ToAsync(other.Client, All, left);
        var heard = (List<Heard>)[await back.NextAsync(), await back.NextAsync(), await back.NextAsync(), await back.NextAsync()];
        heard.Select(h => (h.Event, h.Campaign)).Take(2).ShouldBe([("milestone", one.Slug), ("milestone", two.Slug)]);
        heard.Select(h => h.Event).Skip(2).ShouldBe(["progress", "progress"]);
        // What was told long enough ago is not told again.
        var later = TimeProvider.System.GetUtcNow().AddMinutes(2).ToUnixTimeMilliseconds();
        await using var past = await Listening.ToAsync(other.Client, All, later);
        (await past.NextAsync()).Event.ShouldBe("progress");
    }
}
