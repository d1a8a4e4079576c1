using System.Text.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Scenarios;

namespace CampaignEvents.Api.Scenarios;

/// <summary>
/// Runs a scenario from its first line to its end, whatever an earlier try has left. It reads the ledger and writes rows of its
/// own; it appends nothing, so nobody is ever told.
/// </summary>
internal sealed partial class ScenarioRun(LedgerReader ledger, StateAsOf states, TimeProvider clock, ILogger<ScenarioRun> logger)
{
    /// <summary>A scenario that was begun so often and never ended may be what ends its process.</summary>
    public const int MostTakes = 10;

    // More of them are no faster, and would keep more rows in memory.
    private const int PagesAtOnce = 4;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(250), _report = TimeSpan.FromSeconds(1);

    /// <summary>Replays a ledger under other rules. Nothing is written; rows, if wanted, are handed to <paramref name="page"/>.</summary>
    /// <param name="ledger">Reads the lines.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="to">The last line.</param>
    /// <param name="rules">The other rules.</param>
    /// <param name="rows">Gets what every line came to; null: nobody does.</param>
    /// <param name="page">Called with the last line of each page; false ends the replay.</param>
    /// <param name="cancellation">Ends the replay.</param>
    public static async Task<ScenarioFold> FoldAsync(
        LedgerReader ledger, Guid campaignId, long to, ScenarioRules rules, ScenarioRows? rows, Func<long, Task<bool>>? page, CancellationToken cancellation)
    {
        var fold = new ScenarioFold(rules);
        await foreach (var lines in ledger.PagesAsync(campaignId, new(To: to), cancellation))
        {
            foreach (var line in lines)
            {
                fold.Add(line);
                rows?.Add(fold.Lines);
            }
            if (page is not null && !await page(lines[^1].Number))
                break;
        }
        return fold;
    }

    /// <param name="lease">Taken.</param>
    /// <param name="id">The scenario.</param>
    /// <param name="show">Called with the number of lines done.</param>
    /// <param name="cancellation">Leaves it as it is, to be taken again.</param>
    public async Task RunAsync(ScenarioLease lease, Guid id, Action<long>? show, CancellationToken cancellation)
    {
        if (await lease.BeginAsync(id, cancellation) is not { } scenario)
            return;
        try
        {
            if (scenario.Takes > MostTakes)
                await lease.EndAsync(id, ScenarioState.Failed, null, "taken-too-often", cancellation);
            else if (await ReplayAsync(lease, scenario, show, cancellation) is { } result)
                await lease.EndAsync(id, ScenarioState.Done, result, null, cancellation);
            else
                await lease.EndAsync(id, ScenarioState.Cancelled, null, null, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && !LedgerFault.IsUnavailable(fault))
        {
            LogFailed(id, fault.GetType().Name);
            var code = fault is InvalidDataException or NotSupportedException or JsonException ? "ledger-unreadable" : "fault";
            await lease.EndAsync(id, ScenarioState.Failed, null, code, cancellation);
        }
    }

    // Null when it is to be cancelled.
    private async Task<ScenarioResult?> ReplayAsync(ScenarioLease lease, ScenarioRow scenario, Action<long>? show, CancellationToken cancellation)
    {
        if (scenario.Cancel)
            return null;
        var (rules, rows, pages, stopped) = (scenario.Rules.ToRules(), new ScenarioRows(scenario.Id), 0, false);
        await rows.RemoveAsync(lease.Connection, cancellation);
        var (started, looked, reported) = (clock.GetTimestamp(), clock.GetTimestamp(), clock.GetTimestamp());
        var fold = await FoldAsync(ledger, scenario.CampaignId, scenario.ToLine, rules, rows, PageAsync, cancellation);
        if (stopped || await lease.IsCancelledAsync(scenario.Id, cancellation))
            return null;
        await rows.WriteAsync(lease.Connection, last: true, cancellation);
        var real = await states.ReadAsync(scenario.CampaignId, new(To: scenario.ToLine), cancellation);
        return ScenarioResult.Of(ScenarioComparison.Of(real, fold.State, fold.LinesChanged), rules);

        async Task<bool> PageAsync(long line)
        {
            if (++pages % PagesAtOnce == 0)
                await rows.WriteAsync(lease.Connection, last: false, cancellation);
            show?.Invoke(line);
            if (clock.GetElapsedTime(looked) < _look)
                return !stopped;
            looked = clock.GetTimestamp();
            if (clock.GetElapsedTime(reported) >= _report)
            {
                reported = looked;
                await lease.ReportAsync(scenario.Id, line, (long)(line / clock.GetElapsedTime(started).TotalSeconds), cancellation);
            }
            stopped = await lease.IsCancelledAsync(scenario.Id, cancellation);
            return !stopped;
        }
    }

    [LoggerMessage(1601, LogLevel.Error, "Scenario {ScenarioId} failed: {Fault}")]
    private partial void LogFailed(Guid scenarioId, string fault);
}
