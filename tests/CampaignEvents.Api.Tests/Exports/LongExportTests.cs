using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Exports;

/// <summary>Nothing else runs beside these, so memory and connections that are in use are theirs.</summary>
[Collection(ChaosTests.Name)]
public sealed class LongExportTests(ApiFixture fixture)
{
    private const int Lines = 200_000;

    private static readonly ConcurrentDictionary<ApiFixture, Task<TestCampaign>> _campaigns = new();

    [Theory]
    [InlineData(ExportFormat.Csv, 12)]
    [InlineData(ExportFormat.Jsonl, 12)]
    [InlineData(ExportFormat.Parquet, 80)]
    public async Task memory_does_not_grow_with_the_ledger_and_no_more_is_read_than_is_taken(ExportFormat format, int megabytes)
    {
        var campaign = await LongAsync();
        var export = campaign.Host.Services.GetRequiredService<HistoryExport>();
        var plan = new ExportPlan(new CampaignEntry(campaign.Id, campaign.Slug, Confirmation.None), format, 0, Lines);
        var (pipe, done) = (new Pipe(), 0L);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var writing = Task.Run(async () =>
        {
            try
            {
                await export.WriteAsync(plan, pipe.Writer, n => Volatile.Write(ref done, n), CancellationToken.None);
            }
            finally
            {
                await pipe.Writer.CompleteAsync();
            }
        });

        var (taken, bytes, checkedAt, peak) = (0L, 0L, 0L, 0L);
        for (var ended = false; !ended;)
        {
            var read = await pipe.Reader.ReadAsync();
            taken += format == ExportFormat.Parquet ? 0 : read.Buffer.ToArray().Count(b => b == '\n');
            bytes += read.Buffer.Length;
            ended = read.IsCompleted;
            // Rows have no line breaks here, so what is done and not yet taken is what the pipe holds, and a page at most.
            if (format != ExportFormat.Parquet)
                (Volatile.Read(ref done) - taken).ShouldBeLessThanOrEqualTo(LedgerReader.PageLength);
            if (bytes - checkedAt > 500_000)
            {
                checkedAt = bytes;
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }
        await writing;
        peak.ShouldBeInRange(1, megabytes * 1_000_000L);
        done.ShouldBe(Lines);
        if (format != ExportFormat.Parquet)
            taken.ShouldBeInRange(Lines, Lines + 20);
    }

    [Fact]
    public async Task a_client_that_stops_reading_holds_no_database_connection()
    {
        var campaign = await LongAsync();
        using var response = await campaign.Host.Staff.GetAsync($"{campaign.Path}/history/export?format=jsonl", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100_000]);
        // Sessions that do something, or hold a transaction open: other work of the host comes and goes, the export's would stay.
        for (var quiet = 0; quiet < 5;)
        {
            var busy = await campaign.Host.AskAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()");
            quiet = busy == 0 ? quiet + 1 : 0;
            await Task.Delay(20);
        }
        using var rest = new StreamReader(body);
        var last = "";
        while (await rest.ReadLineAsync() is { } line)
            last = line;
        last.ShouldStartWith($$"""{"line":{{response.Headers.GetValues("Export-Last-Line").Single()}},""");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task a_client_that_goes_away_ends_the_export_without_noise(string format)
    {
        var campaign = await LongAsync();
        var (log, requests) = (new CapturedLog(campaign.Host), new FinishedRequests(campaign.Host));
        using (var response = await campaign.Host.Staff.GetAsync($"{campaign.Path}/history/export?format={format}", HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_000]);
        }
        await requests.FinishedAsync("/history/export");
        log.Warnings.ShouldBeEmpty();
        (await campaign.Host.Client.GetAsync("/health/ready")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task a_command_that_is_interrupted_ends_with_130_and_leaves_no_file()
    {
        var campaign = await LongAsync();
        var file = fixture.NewPath("interrupted.jsonl");
        await File.WriteAllTextAsync(file, "an older export");
        using var command = new CommandRun(
            campaign.Host, fixture.NewPath("exporter"), "export", "history", "--campaign", campaign.Slug, "--format", "jsonl", "--out", file);
        for (var waited = 0; !File.Exists(file + ".part"); waited++)
        {
            waited.ShouldBeLessThan(60_000);
            Thread.Sleep(1);
        }
        command.Interrupt();
        var (exitCode, _, error) = await command.EndAsync();

        exitCode.ShouldBe(130, error);
        File.Exists(file + ".part").ShouldBeFalse();
        (await File.ReadAllTextAsync(file)).ShouldBe("an older export");
    }

    /// <summary>A ledger of somewhat more than so many lines, written once.</summary>
    private Task<TestCampaign> LongAsync() => _campaigns.GetOrAdd(fixture, f => f.Host.WriteAsync(
        "long", Enumerable.Range(1, Lines).Select(n => Some.Sign(n, Some.Noon.AddMilliseconds(n), channel: n % 3 == 0 ? null : "email"))));
}
