using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Hosting;

[Collection(ChaosTests.Name)]
public sealed class InterruptedCommandTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("verify")]
    [InlineData("rebuild")]
    public async Task one_that_is_interrupted_ends_with_130_and_no_trace(string command)
    {
        await using var host = await fixture.NewHostAsync();
        await host.WriteAsync("interrupted", Enumerable.Range(1, 40_000).Select(n => (Command)Some.Sign(n, Some.Noon.AddSeconds(n))));
        // Where the test itself runs in the background, an interrupt is ignored unless it is asked for.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "CampaignEvents.Api.dll"), command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in ((string, string)[])[
            ("CAMPAIGN_EVENTS_DATA", fixture.NewPath("interrupted")), ("Secrets__Master", TestHost.MasterSecret), ("ConnectionStrings__Campaigns", host.ConnectionString)])
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        // The first line of progress comes when it has begun.
        var begun = await process.StandardError.ReadLineAsync();
        using (var interrupt = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
            await interrupt.WaitForExitAsync();
        var rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(130, begun + rest);
        rest.ShouldEndWith("Stopped.\n");
        rest.ShouldNotContain("Exception");
    }
}
