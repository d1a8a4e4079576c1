using System.Text;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Exports;

[Collection(ApiTests.Name)]
public sealed class ExportCommandTests(ApiFixture fixture)
{
    [Fact]
    public async Task standard_output_gets_the_bytes_that_http_gives_and_nothing_else()
    {
        var campaign = await SignedAsync();
        foreach (var format in (string[])["csv", "parquet"])
        {
            var (exitCode, output, error) = await RunAsync("--campaign", campaign.Slug, "--format", format, "--after", "1");
            exitCode.ShouldBe(0, error);
            output.ShouldBe(await campaign.Host.Staff.GetByteArrayAsync($"{campaign.Path}/history/export?format={format}&after=1"));
            error.ShouldBe($"Exporting {campaign.Slug}: 0 of 2 lines (0 %)\n2 lines, up to line 3, to standard output\n");
        }
    }

    [Fact]
    public async Task a_file_is_written_whole_for_its_owner_only_and_takes_the_place_of_an_older_one()
    {
        var (campaign, file) = (await SignedAsync(), fixture.NewPath("whole.jsonl"));
        await File.WriteAllTextAsync(file + ".part", "left by a run that was killed, and longer than one line of what comes now: " + new string('x', 10_000));
        File.SetUnixFileMode(file + ".part", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var (exitCode, output, error) = await RunAsync("--campaign", campaign.Slug, "--format", "jsonl", "--to", "2", "--out", file);
        exitCode.ShouldBe(0, error);
        output.ShouldBeEmpty();
        error.ShouldBe($"Exporting {campaign.Slug}: 0 of 2 lines (0 %)\n2 lines, up to line 2, to {file}\n");
        (await File.ReadAllBytesAsync(file)).ShouldBe(await campaign.Host.Staff.GetByteArrayAsync($"{campaign.Path}/history/export?format=jsonl&to=2"));
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(file + ".part").ShouldBeFalse();
    }

    [Fact]
    public async Task what_cannot_be_exported_is_told_and_leaves_no_file()
    {
        var (campaign, file) = (await SignedAsync(), fixture.NewPath("never.csv"));
        async Task FailsAsync(string message, params string[] arguments)
        {
            var (exitCode, output, error) = await RunAsync([.. arguments, "--out", file]);
            exitCode.ShouldBe(1, error);
            error.ShouldContain(message);
            output.ShouldBeEmpty();
            File.Exists(file).ShouldBeFalse();
            File.Exists(file + ".part").ShouldBeFalse();
        }
        await FailsAsync("There is no campaign 'no-such-pond'.", "--campaign", "no-such-pond", "--format", "csv");
        await FailsAsync("--as-of must be an ISO 8601 time", "--campaign", campaign.Slug, "--format", "csv", "--as-of", "noon");
        await FailsAsync("--format must be one of: csv, jsonl, parquet", "--campaign", campaign.Slug, "--format", "xml");
        await FailsAsync("The ledger has no such line yet.", "--campaign", campaign.Slug, "--format", "csv", "--to", "4");
        await FailsAsync("--reason is required", "--campaign", campaign.Slug, "--format", "csv", "--unseal");
        await FailsAsync("--reason belongs to --unseal", "--campaign", campaign.Slug, "--format", "csv", "--reason", "because");
        (await campaign.LinesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task the_command_unseals_on_record_and_says_nothing_of_persons_but_in_the_file()
    {
        var (campaign, file) = (await SignedAsync(), fixture.NewPath("unsealed.csv"));
        string[] arguments = ["--campaign", campaign.Slug, "--format", "csv", "--unseal", "--reason", "handing over", "--out", file];
        var (exitCode, output, error) = await RunAsync(arguments);
        exitCode.ShouldBe(0, error);
        ExportReading.Csv(await File.ReadAllBytesAsync(file)).Select(r => r.GetValueOrDefault("email")).ShouldBe([null, "ada@example.org", "bob@example.org"]);
        ((PersonsUnsealed)(await campaign.LinesAsync())[3].Event).ShouldSatisfyAllConditions(
            e => e.By.ShouldBe(UnsealedBy.Command), e => e.LastLine.ShouldBe(3), e => e.Reason.ShouldBe("handing over"));

        await campaign.Host.AskAsync<long>($"WITH x AS (UPDATE {LedgerSchema.Signatories} SET key = gen_random_uuid() WHERE campaign_id = $1 AND number = 2) SELECT 1::bigint", campaign.Id);
        var (damaged, _, told) = await RunAsync(arguments);
        damaged.ShouldBe(1);
        told.ShouldContain("Persons that could not be unsealed: 1. Their lines say so in 'problem'.");
        ExportReading.Csv(await File.ReadAllBytesAsync(file))[2]["problem"].ShouldBe("cannot be unsealed");
        foreach (var said in (string[])[error, told, Encoding.UTF8.GetString(output)])
        {
            said.ShouldNotContain("example.org");
            said.ShouldNotContain("Test Person");
        }
    }

    [Fact]
    public async Task the_operator_makes_and_removes_the_unseal_key()
    {
        await using var host = await fixture.NewHostAsync();
        async Task<string> KeyAsync(params string[] arguments)
        {
            var (exitCode, output, error) = await CommandRun.RunAsync(host, fixture.NewPath("exporter"), ["staff-key", "unseal", .. arguments]);
            exitCode.ShouldBe(0, error);
            return Encoding.UTF8.GetString(output).TrimEnd();
        }
        (await KeyAsync()).ShouldBe("There is no unseal key.");
        var key = await KeyAsync("new");
        key.ShouldStartWith("unseal_");
        (await host.Services.GetRequiredService<UnsealKey>().FitsAsync(key)).ShouldBeTrue();
        (await KeyAsync()).ShouldBe("There is an unseal key. It is known only by its hash.");
        (await KeyAsync("off")).ShouldBe("The unseal key is void within seconds.");
        (await host.Services.GetRequiredService<UnsealKey>().ExistsAsync()).ShouldBeFalse();
    }

    private async Task<TestCampaign> SignedAsync()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.SignAsync("ada@example.org");
        await campaign.SignAsync("bob@example.org");
        return campaign;
    }

    private Task<(int ExitCode, byte[] Output, string Error)> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync(fixture.Host, fixture.NewPath("exporter"), ["export", "history", .. arguments]);
}
