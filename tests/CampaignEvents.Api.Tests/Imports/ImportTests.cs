using System.Globalization;
using System.Text;
using CampaignEvents.Api.Imports;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Imports;

[Collection(ApiTests.Name)]
public sealed class ImportTests(ApiFixture fixture)
{
    [Fact]
    public async Task readings_are_taken_in_historys_order_and_older_ones_refused_and_again_changes_nothing()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        var file = fixture.NewFile("readings.csv", """
            timestamp,count
            2020-12-08 10:00:00,100
            2020-12-08 11:00:00,150
            2020-12-08 10:30:00,120
            2020-12-08 12:00:00,150
            yesterday,7
            2020-12-08 13:00:00,-1
            2020-12-08 14:00:00,200,7
            2020-12-08T14:00:00+01:00,180
            12/09/2020 10:00,190
            2999-01-01 00:00:00,900

            """);
        var (report, rejects) = await ExternalAsync(campaign, file);
        (report.Recorded, report.AlreadyThere).ShouldBe((3, 1));
        rejects.ShouldBe(
        [
            "line,reason", "4,\"older-than-ledger\"", "6,\"timestamp cannot be read\"", "7,\"count must be a whole number between 0 and 1,000,000,000\"",
            "8,\"must have two columns\"", "10,\"timestamp cannot be read\"", "11,\"timestamp lies in the future\"",
        ]);
        var lines = (await campaign.LinesAsync()).Count;

        var (again, _) = await ExternalAsync(campaign, file);
        (again.Recorded, again.AlreadyThere).ShouldBe((0, 4));
        (await campaign.LinesAsync()).Count.ShouldBe(lines);
        (await campaign.GetAsync("/progress?asOf=2020-12-08T12:30:00Z")).Long("count").ShouldBe(150);
    }

    [Fact]
    public async Task several_figures_of_one_time_are_there_once()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        var file = fixture.NewFile("same-time.csv", "timestamp,count\n2020-12-08 10:00:00,100\n2020-12-08 10:00:00,101\n");
        (await ExternalAsync(campaign, file)).Report.Recorded.ShouldBe(2);
        (await ExternalAsync(campaign, file)).Report.AlreadyThere.ShouldBe(2);
    }

    [Fact]
    public async Task a_file_without_the_expected_header_is_told()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var error = await Should.ThrowAsync<InvalidDataException>(() => ExternalAsync(campaign, fixture.NewFile("wrong.csv", "when,how many\n")));
        error.Message.ShouldBe("The first line must be: timestamp,count");
    }

    [Fact]
    public async Task signatures_are_read_by_named_columns_and_what_cannot_be_read_is_named_without_repeating_it()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var file = fixture.NewFile("signatures.csv", "Full name,E-mail address,Land,Postcode,Why,Source\n" + """
            Ada,ada@example.org,gb,SW1A 1AA,"Because, ""really"",
            and more",Email
            Bob,bob@example.org,DE,,,
            Ada again,ADA+x@example.org,GB,,,
            No address,nowhere,GB,,,
            Wrong land,wl@example.org,UK,,,
            Too few,tf@example.org
            Cy,cy@example.org,,,,

            """);
        var map = new Dictionary<string, string> { ["name"] = "Full name", ["email"] = "E-mail address", ["country"] = "land", ["comment"] = "Why", ["channel"] = "Source" };
        var (report, rejects) = await SignaturesAsync(campaign, file, map);

        (report.Recorded, report.AlreadyThere).ShouldBe((3, 1));
        rejects.ShouldBe(["line,reason", "6,\"email is not an e-mail address\"", "7,\"country is not an ISO 3166-1 alpha-2 code\"", "8,\"has 2 columns instead of 6\""]);
        (await campaign.GetAsync("/tallies/country")).Long("unknown").ShouldBe(1);
        (await campaign.GetAsync("/tallies/channel"))["items"]![0]!.Text("key").ShouldBe("email");

        var (again, _) = await SignaturesAsync(campaign, file, map);
        (again.Recorded, again.AlreadyThere).ShouldBe((0, 4));
    }

    [Fact]
    public async Task bytes_that_are_no_utf_8_and_stray_quotes_cost_only_their_line()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var file = new FileInfo(fixture.NewPath("latin1.csv"));
        await File.WriteAllBytesAsync(file.FullName, Encoding.Latin1.GetBytes("name,email\nJosé,jose@example.org\nA\"da,ada@example.org\nBob,bob@example.org\n"));
        var (report, rejects) = await SignaturesAsync(campaign, file, new Dictionary<string, string>());
        report.Recorded.ShouldBe(1);
        rejects.ShouldBe(["line,reason", "2,\"is not UTF-8\"", "3,\"has a stray quotation mark\""]);
    }

    [Fact]
    public async Task signatures_keep_historys_times_and_those_that_come_late_say_when_they_were_collected()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Some.Morning);
        var file = fixture.NewFile("times.csv", """
            name,email,signedAt
            Ada,ada@example.org,2020-12-09 10:00:00
            Bob,bob@example.org,2020-12-08 10:00:00
            Cy,cy@example.org,2020-12-10T11:00:00+01:00
            Di,di@example.org,2999-01-01 00:00:00

            """);
        var (report, rejects) = await SignaturesAsync(campaign, file, new Dictionary<string, string>());
        report.Recorded.ShouldBe(3);
        rejects.ShouldBe(["line,reason", "5,\"signedAt lies in the future\""]);
        var signed = (await campaign.LinesAsync()).Where(l => l.Event is SignatureCounted).Select(l => (l.At, ((SignatureCounted)l.Event).CollectedAt));
        DateTimeOffset At(int day, int hour) => new(2020, 12, day, hour, 0, 0, TimeSpan.Zero);
        signed.ShouldBe([(At(9, 10), null), (At(9, 10), At(8, 10)), (At(10, 10), null)]);
    }

    [Theory]
    [InlineData("name,mail\n", "There is no column 'email'.")]
    [InlineData("name,email,email\n", "There are 2 columns 'email'.")]
    [InlineData("", "There is no column 'name'.")]
    public async Task a_header_that_does_not_fit_is_told(string text, string message)
    {
        var campaign = await fixture.Host.LaunchAsync();
        (await Should.ThrowAsync<InvalidDataException>(() => SignaturesAsync(campaign, fixture.NewFile("header.csv", text), new Dictionary<string, string>())))
            .Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task killed_half_way_and_run_again_an_import_ends_the_same()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 1_000_000);
        var text = new StringBuilder("name,email,country\n");
        for (var n = 0; n < 20_000; n++)
            text.Append(CultureInfo.InvariantCulture, $"Person {n},p{n}@example.org,GB\n");
        var file = fixture.NewFile("many.csv", text.ToString());
        string[] command = ["import", "signatures", file.FullName, "--campaign", campaign.Slug, "--rejects", fixture.NewPath("many.rejects.csv")];

        using (var killed = ServerProcess.Run(command, fixture.NewPath("importer"), ("ConnectionStrings__Campaigns", fixture.Host.ConnectionString)))
        {
            for (var waited = 0; (await campaign.GetAsync("/progress")).Long("count") == 0; waited += 20)
            {
                waited.ShouldBeLessThan(60_000);
                await Task.Delay(20);
            }
            killed.Kill();
            await killed.WaitForExitAsync();
        }
        var half = (await campaign.LinesAsync()).Count(l => l.Event is SignatureCounted);
        half.ShouldBeInRange(1, 19_999);

        using var again = ServerProcess.Run(command, fixture.NewPath("importer"), ("ConnectionStrings__Campaigns", fixture.Host.ConnectionString));
        await again.WaitForExitAsync();
        again.ExitCode.ShouldBe(0);
        var numbers = (await campaign.LinesAsync()).Select(l => l.Event).OfType<SignatureCounted>().Select(e => e.Number);
        numbers.ShouldBe(Enumerable.Range(1, 20_000).Select(n => (long)n));
    }

    private async Task<(ImportReport Report, string[] Rejects)> ExternalAsync(TestCampaign campaign, FileInfo file)
    {
        var path = fixture.NewPath($"{Guid.Parse(campaign.Slug[2..])}.rejects.csv");
        ImportReport report;
        using (var rejects = new RejectsFile(path))
            report = await ImportExternalCounts.RunAsync(fixture.Host.Services, campaign.Id, file, "partner", rejects, CancellationToken.None);
        return (report, File.Exists(path) ? await File.ReadAllLinesAsync(path) : []);
    }

    private async Task<(ImportReport Report, string[] Rejects)> SignaturesAsync(TestCampaign campaign, FileInfo file, IReadOnlyDictionary<string, string> map)
    {
        var path = fixture.NewPath($"{Guid.Parse(campaign.Slug[2..])}.rejects.csv");
        ImportReport report;
        using (var rejects = new RejectsFile(path))
            report = await ImportSignatures.RunAsync(fixture.Host.Services, campaign.Id, file, map, rejects, CancellationToken.None);
        return (report, File.Exists(path) ? await File.ReadAllLinesAsync(path) : []);
    }
}
