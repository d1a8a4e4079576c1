using System.Text.Json;
using CampaignEvents.Api.Demo;
using CampaignEvents.Api.History;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Tests.Demo;

[Collection(ApiTests.Name)]
public sealed class DemoTests(ApiFixture fixture)
{
    [Fact]
    public async Task the_demo_is_36738_of_50000_and_the_same_each_time()
    {
        await using var host = await fixture.NewHostAsync();
        await DemoCommand.LoadAsync(host.Services, CancellationToken.None);
        var campaign = new TestCampaign(host, DemoCampaign.Slug);
        var first = await campaign.LinesAsync();

        var progress = await campaign.GetAsync("/progress");
        (progress.Long("count"), progress.Long("goal"), progress.Long("remaining")).ShouldBe((36_738, 50_000, 13_262));
        first.Count(l => l.Event is SignatureCounted).ShouldBe(36_738);
        first.Count(l => l.Event is MilestoneReached { Threshold: 35_000, Count: 35_000 }).ShouldBe(1);
        first.Select(l => l.Event).OfType<GoalRaised>().Last().To.ShouldBe(50_000);
        first.Count(l => l.Event is CampaignShared).ShouldBeGreaterThan(100);
        first[1].At.ShouldBeGreaterThanOrEqualTo(new(2020, 12, 8, 0, 0, 0, TimeSpan.Zero));
        first[^1].At.ShouldBeLessThan(new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        DemoCampaign.Terms.Statement.ShouldContain("invented");

        await DemoCommand.LoadAsync(host.Services, CancellationToken.None);
        (await campaign.LinesAsync()).Count.ShouldBe(first.Count);

        await using var other = await fixture.NewHostAsync();
        await DemoCommand.LoadAsync(other.Services, CancellationToken.None);
        var second = await (campaign with { Host = other }).LinesAsync();
        second.Select(Open).ShouldBe(first.Select(Open));
    }

    [Fact]
    public async Task about_forty_repeats_are_tried_on_the_way()
    {
        await using var host = await fixture.NewHostAsync();
        var sealer = (Api.Signatures.SignatureSealer)host.Services.GetService(typeof(Api.Signatures.SignatureSealer))!;
        var signed = DemoCampaign.Commands(sealer).OfType<SignCampaign>().ToArray();
        (signed.Length - signed.Select(s => s.Signatory).Distinct().Count()).ShouldBe(DemoCampaign.Repeats);
    }

    // All of a line but what comes from keys.
    private static string Open(Domain.Line line) => JsonSerializer.Serialize(HistoryLine.Of(line));
}
