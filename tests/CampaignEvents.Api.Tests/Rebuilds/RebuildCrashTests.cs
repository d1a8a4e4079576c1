using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Tests.Ledger;
using CampaignEvents.Api.Tests.ReadModels;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Rebuilds;

[Collection(ChaosTests.Name)]
public sealed class RebuildCrashTests(ApiFixture fixture)
{
    [Fact]
    public async Task killed_at_any_point_the_old_rows_stay_and_the_next_rebuild_clears_up()
    {
        await using var host = await fixture.NewHostAsync();
        // So many minutes that folding, swapping and sweeping each take their time.
        var campaign = await host.WriteAsync("killed-rebuild", Enumerable.Range(1, 60_000).Select(n => (Command)Some.Sign(
            n, Some.Noon.AddSeconds(n * 7), country: n % 3 == 0 ? "DE" : "GB")));
        var live = await StoredRows.ReadAsync(campaign);
        var (swapped, leftBehind, random) = (0, 0, new Random(20_201_208));
        for (var round = 0; round < Chaos.Rounds * 5; round++)
        {
            using var process = ServerProcess.Run(
                ["rebuild", "--campaign", campaign.Slug, "--model", "timeline", "--model", "tallies"], fixture.NewPath("rebuilder"),
                ("ConnectionStrings__Campaigns", host.ConnectionString));
            // From before it has begun to after it has ended: it takes about two seconds.
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(random.Next(600, 2_600)));
            process.Kill();
            await process.WaitForExitAsync();

            StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
            swapped += await StoredRows.StrayAsync(host) == 0 ? 1 : 0;
            leftBehind += await StoredRows.StrayAsync(host) > 0 ? 1 : 0;
        }
        leftBehind.ShouldBeGreaterThan(0, $"none was killed in the middle; {swapped} were killed outside of it");

        await RebuildOnceMoreAsync(host, campaign);
        StoredRows.ShouldBeSame(await StoredRows.ReadAsync(campaign), live);
        (await StoredRows.StrayAsync(host)).ShouldBe(0);
    }

    // The server frees a killed process's lease a moment after it is gone.
    private static async Task RebuildOnceMoreAsync(TestHost host, TestCampaign campaign)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await host.Services.GetRequiredService<Rebuild>().RunAsync(campaign.Id, RebuildModels.All, _ => { }, CancellationToken.None);
                return;
            }
            catch (InvalidOperationException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }
}
