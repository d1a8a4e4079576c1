using System.Diagnostics;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Scenarios;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Peers;
using CampaignEvents.Benchmarks.Subjects;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Scenarios;
using CampaignEvents.Domain.Signatures;
using Npgsql;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Folding a ledger of a million lines, and what is built on it.</summary>
internal static class ReplayBench
{
    private const int Short = 100_000, Long = 1_000_000, LinesPerMinute = 30;
    private static readonly ScenarioRules _rules = new(
        Ladder: [1_000, 10_000, 100_000, 1_000_000], OnePer: OnePer.Household, LeaveOut: LeaveOut.Nothing with { Countries = ["DE"] });
    private static readonly DateTimeOffset _launch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("replay", cancellation);
        await using var source = NpgsqlDataSource.Create(database);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        await BuildAsync(ledger, "short", Short, cancellation);
        var campaignId = await BuildAsync(ledger, "long", Long, cancellation);
        await BareReading.CreateJsonAsync(source, SignaturesAsync(ledger, campaignId, cancellation), cancellation);
        await ledger.Services.GetRequiredService<CheckpointWriter>().CatchUpAsync(cancellation);
        // What autovacuum would have done in a ledger that grew over weeks.
        await Cluster.ExecuteAsync(database, "VACUUM (ANALYZE)", cancellation);
        await Cluster.ExecuteAsync(database, "CHECKPOINT", cancellation);

        var folds = await FoldsAsync(ledger, source, database, campaignId, cancellation);
        var states = await ReplayStateBench.RunAsync(database, _launch, (Short, Long), LinesPerMinute, cancellation);
        var memory = await MemoryAsync(database, cancellation);
        var rebuild = await RebuildWhileSigningAsync(ledger, database, campaignId, cancellation);
        return $"{folds}\n{states}\n{memory}\n{rebuild}";
    }

    private static async Task<Guid> BuildAsync(Ledger ledger, string slug, int lines, CancellationToken cancellation)
    {
        var campaign = await ledger.LaunchAsync(slug, _launch);
        await ledger.SignAsync(
            campaign, Subjects.Samples.Signatures(slug, lines), lines, n => _launch.AddTicks(n * TimeSpan.TicksPerMinute / LinesPerMinute), cancellation);
        return campaign;
    }

    private static async IAsyncEnumerable<(long, SignatureCounted)> SignaturesAsync(
        Ledger ledger, Guid campaignId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in ledger.Services.GetRequiredService<LedgerReader>().PagesAsync(campaignId, default, cancellation, persons: true))
        {
            foreach (var line in page)
            {
                if (line.Event is SignatureCounted counted)
                    yield return (line.Number, counted);
            }
        }
    }

    private static async Task<string> FoldsAsync(
        Ledger ledger, NpgsqlDataSource source, string database, Guid campaignId, CancellationToken cancellation)
    {
        var reader = ledger.Services.GetRequiredService<LedgerReader>();
        var measured = await Rounds.RunAsync<double>(
            [
                new("fold to the final state and read models", _ => RateAsync(async () => await FoldAsync(reader, campaignId, cancellation))),
                new("Marten's rebuild of a `MultiStreamProjection`", _ => RateAsync(async () =>
                    await CountByDayAndCountryProjection.RebuildAsync(database, cancellation))),
                new("the same rows read with Npgsql and parsed", _ => RateAsync(() => BareReading.OfLedgerAsync(source, campaignId, cancellation))),
                new("for information: the same signatures stored as JSON, read and parsed", _ => RateAsync(() => BareReading.OfJsonAsync(source, cancellation))),
                new("a scenario: one per household, a country left out, another ladder", _ => RateAsync(async () =>
                    await ScenarioAsync(reader, campaignId, _rules, cancellation))),
                new("for information: a scenario under the campaign's own rules", _ => RateAsync(async () =>
                    await ScenarioAsync(reader, campaignId, ScenarioRules.Own, cancellation))),
                new("for information: `rebuild`, rows written and swapped", _ => RateAsync(() => ledger.Services.GetRequiredService<Rebuild>()
                    .RunAsync(campaignId, RebuildModels.All, _ => { }, cancellation))),
            ],
            cancellation);

        var table = new Table("a ledger of 1,000,000 signatures", "lines per second", "lowest – highest", "fold is", "to reach", "reached");
        var fold = measured[0].Of(rate => rate).Median;
        double?[] wanted = [null, 5, 0.6, null, null, null, null];
        foreach (var (each, goal) in measured.Zip(wanted))
        {
            var rate = each.Of(r => r);
            table.Add([
                each.Name, .. Table.Spread(rate),
                .. goal is { } g ? Table.AtLeast(fold / rate.Median, g) : each == measured[0] ? [] : [Table.Ratio(fold / rate.Median)]]);
        }
        table.Add(["the scenario against the fold", "", "", .. Table.AtLeast(measured[4].Of(r => r).Median / fold, 0.7)]);
        return $"""
            {table}
            - Fold: `LedgerReader` and the pure folds, to the campaign's state, its breakdowns and milestones, and every row of timeline, tallies and milestones, in memory.
            - Marten: count by day and country over the same stored events (both ledgers, {Long + Short:N0} signatures), `RebuildProjectionAsync` of its daemon.
            - Scenario: the same pages through `ScenarioFold` and the same folds of rows; nothing is written.
            - The same rows: one query over line, time, type and body, each body made into its event; signatures are stored as bytes ([ADR 4](adr/0004-signature-events-in-binary.md)), so the
              row for information reads them from a table that holds them as JSON.

            """;
    }

    private static async Task<double> RateAsync(Func<Task<long>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var lines = await work();
        return lines / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The state, and the rows of every read model; the number of lines.</summary>
    private static async Task<long> FoldAsync(LedgerReader reader, Guid campaignId, CancellationToken cancellation)
    {
        var (fold, rows) = (new LedgerFold(), (RowFold[])[new TimelineFold(), new TallyFold(), new MilestoneFold()]);
        await foreach (var page in reader.PagesAsync(campaignId, default, cancellation))
        {
            foreach (var line in page)
            {
                var folded = fold.Add(line);
                foreach (var each in rows)
                    each.Add(folded);
            }
        }
        return fold.State.Campaign.Progress.Line;
    }

    private static async Task<long> ScenarioAsync(LedgerReader reader, Guid campaignId, ScenarioRules rules, CancellationToken cancellation)
    {
        var lines = 0L;
        await ScenarioRun.FoldAsync(reader, campaignId, long.MaxValue, rules, new ScenarioRows(campaignId), line => Task.FromResult((lines = line) > 0), cancellation);
        return lines;
    }

    private static async Task<string> MemoryAsync(string database, CancellationToken cancellation)
    {
        var measured = await Rounds.RunAsync<double>(
            [
                new("100,000", _ => FoldProcess.MeasureAsync(database, "short", cancellation)),
                new("1,000,000", _ => FoldProcess.MeasureAsync(database, "long", cancellation)),
            ],
            cancellation);
        var table = new Table("memory of a process that folds a ledger of", "MB", "lowest – highest", "to the shorter", "to reach", "reached");
        var (shorter, longer) = (measured[0].Of(b => b / 1e6), measured[1].Of(b => b / 1e6));
        table.Add([$"{measured[0].Name} lines", .. Table.Spread(shorter, "N1")]);
        table.Add([$"{measured[1].Name} lines", .. Table.Spread(longer, "N1"), .. Table.AtMost(longer.Median / shorter.Median, 1.2, "×")]);
        return $"""
            {table}
            The most that was resident (`VmHWM`), the runtime included, in a process of its own for each measurement.

            """;
    }

    // A campaign's read models are rebuilt while it is signed; people must not notice.
    private static async Task<string> RebuildWhileSigningAsync(Ledger ledger, string database, Guid campaignId, CancellationToken cancellation)
    {
        const int Rate = 200;
        await using var server = await ChildServer.OursAsync(database, cancellation);
        using var client = new SigningClient(server.Address, "long");
        await client.RunAsync("warm-up", Rate, TimeSpan.FromSeconds(3), cancellation);
        var alone = await client.RunAsync("alone", Rate, TimeSpan.FromSeconds(15), cancellation);
        var rebuild = ledger.Services.GetRequiredService<Rebuild>();
        var took = new List<double>();
        var signing = client.RunAsync("rebuild", Rate, TimeSpan.FromSeconds(30), cancellation);
        while (!signing.IsCompleted)
        {
            var started = Stopwatch.GetTimestamp();
            await rebuild.RunAsync(campaignId, RebuildModels.All, _ => { }, cancellation);
            took.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        var beside = await signing;
        var table = new Table("signing at 200 a second", "p99 ms", "failed", "to reach", "reached");
        table.Add("alone", Table.Number(alone.P99, "N1"), Table.Number(alone.Failed));
        table.Add(["while the campaign is rebuilt", Table.Number(beside.P99, "N1"), Table.Number(beside.Failed), .. Table.AtMost(beside.P99, 250, "ms")[1..]]);
        return $"""
            {table}
            All read models of the campaign that is signed, over and over, {took.Count} times in 30 s, {Table.Number(took.Average(), "N1")} s each; the slowest signature waited {Table.Number(beside.Latencies.Max(), "N0")} ms.
            """;
    }
}
