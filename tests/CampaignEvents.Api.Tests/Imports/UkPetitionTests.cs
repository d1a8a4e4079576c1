using System.Globalization;
using CampaignEvents.Api.Imports;

namespace CampaignEvents.Api.Tests.Imports;

/// <summary>Real input: UK Parliament petition 700143, under the Open Parliament Licence v3.0. Skipped where it is absent.</summary>
[Collection(ApiTests.Name)]
public sealed class UkPetitionTests(ApiFixture fixture)
{
    private static readonly long[] _thresholds = [250_000, 500_000, 1_000_000, 2_000_000, 3_000_000];

    [RealDataFact("uk-petition-700143-counts.csv")]
    public async Task every_reading_can_be_asked_for_and_every_milestone_has_the_time_of_the_first_reading_at_or_above_it()
    {
        var file = RealDataFactAttribute.File("uk-petition-700143-counts.csv")!;
        var campaign = await fixture.Host.LaunchAsync(
            goal: 100_000_000, ladder: [], thresholds: _thresholds, launchedAt: new(2024, 11, 20, 0, 0, 0, TimeSpan.Zero));
        using var rejects = new RejectsFile(fixture.NewPath("uk.rejects.csv"));
        var report = await ImportExternalCounts.RunAsync(fixture.Host.Services, campaign.Id, file, "UK Parliament", rejects, CancellationToken.None);
        rejects.Count.ShouldBe(0);
        (report.Recorded + report.AlreadyThere).ShouldBe(6_588);

        var readings = File.ReadLines(file.FullName).Skip(1).Select(l => l.Split(',')).Select(c => (
            At: DateTimeOffset.Parse(c[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Count: long.Parse(c[1], CultureInfo.InvariantCulture))).ToArray();
        readings.Length.ShouldBe(6_588);
        foreach (var (at, count) in readings)
        {
            var moment = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
            (await campaign.GetAsync($"/progress?asOf={moment}")).Long("count").ShouldBe(count, moment);
        }

        var milestones = (await campaign.GetAsync("/milestones")).AsArray();
        milestones.Select(m => m!.Long("threshold")).ShouldBe(_thresholds);
        foreach (var milestone in milestones)
            DateTimeOffset.Parse(milestone!.Text("reachedAt")!, CultureInfo.InvariantCulture).ShouldBe(readings.First(r => r.Count >= milestone!.Long("threshold")).At);

        var again = await ImportExternalCounts.RunAsync(fixture.Host.Services, campaign.Id, file, "UK Parliament", rejects, CancellationToken.None);
        (again.Recorded, again.AlreadyThere, rejects.Count).ShouldBe((0, 6_588, 0));
    }
}
