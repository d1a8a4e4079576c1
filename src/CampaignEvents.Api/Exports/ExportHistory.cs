using System.CommandLine;
using System.Globalization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Exports;
using Command = System.CommandLine.Command;

namespace CampaignEvents.Api.Exports;

/// <summary><c>export history</c>: a ledger's lines as CSV, JSON lines or Parquet.</summary>
internal static class ExportHistory
{
    private static readonly Option<string> _campaign = new("--campaign") { Description = "The campaign's slug.", Required = true };
    private static readonly Option<string> _format = new("--format") { Description = string.Join(", ", ExportFormats.Names), Required = true };
    private static readonly Option<string?> _asOf = new("--as-of") { Description = "Up to the last line at or before this moment, such as 2020-12-20T12:00:00Z." };
    private static readonly Option<long?> _after = new("--after") { Description = "Only lines behind this one." };
    private static readonly Option<long?> _to = new("--to") { Description = "Up to and with this line." };
    private static readonly Option<string?> _out = new("--out") { Description = "The file; it is there once it is whole (default: standard output)." };
    private static readonly Option<bool> _unseal = new("--unseal") { Description = "With names, addresses, postcodes and comments in clear. Recorded in the ledger first." };
    private static readonly Option<string?> _reason = new("--reason") { Description = "Why they are unsealed, without personal data: it is recorded in clear." };

    private static readonly Option<bool> _json = new("--json") { Description = "Tell progress and the result on standard error as JSON, an object per line." };

    public static Command Create()
    {
        var command = new Command("history", "Export a ledger's lines in order, without personal data unless --unseal is given.");
        foreach (var option in (Option[])[_campaign, _format, _asOf, _after, _to, _out, _unseal, _reason, _json])
            command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await RunAsync(parsed, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped.");
                return 130;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (slug, path, unseal) = (parsed.GetValue(_campaign)!, parsed.GetValue(_out), parsed.GetValue(_unseal));
        var (asOf, momentProblem) = ReadMoment(parsed.GetValue(_asOf));
        var request = new ExportRequest(parsed.GetValue(_format), parsed.GetValue(_after), parsed.GetValue(_to), asOf);
        Problem?[] problems =
        [
            momentProblem, .. request.Problems(TimeProvider.System.GetUtcNow()), .. unseal ? Unsealings.Problems(parsed.GetValue(_reason)) : [],
            !unseal && parsed.GetValue(_reason) is not null ? new("reason", "belongs to --unseal") : null,
            path is null && request.Format == ExportFormat.Parquet.Name() && !Console.IsOutputRedirected ? new("out", "is needed: Parquet is not for a terminal") : null,
        ];
        if (problems.OfType<Problem>().ToArray() is { Length: > 0 } wrong)
            return await FailAsync([.. wrong.Select(p => $"--{(p.Field == "asOf" ? "as-of" : p.Field)} {p.Message}")]);

        await using var session = await CommandSession.OpenAsync(cancellation);
        if (await session.Services.GetRequiredService<CampaignDirectory>().FindAsync(slug, cancellation) is not { } campaign)
            return await FailAsync($"There is no campaign '{slug}'.");
        var (plan, problem) = await session.Services.GetRequiredService<ExportPlanner>().PlanAsync(campaign, request, cancellation);
        if (plan is null)
            return await FailAsync(problem!.ProblemDetails.Title!);
        var output = CommandOutput.Of(parsed.GetValue(_json));
        // Opened before unsealing is recorded: a file that cannot be written needs no record.
        await using var target = new ExportTarget(path);
        if (!unseal)
            return await WriteAsync(session, plan, target, output, cancellation);
        var unsealings = session.Services.GetRequiredService<Unsealings>();
        (var recorded, problem) = await unsealings.RecordAsync(plan, parsed.GetValue(_reason)!, UnsealedBy.Command);
        return recorded is null ? await FailAsync(problem!.ProblemDetails.Title!) : await WriteAsync(session, recorded, target, output, cancellation);
    }

    private static async Task<int> WriteAsync(
        CommandSession session, ExportPlan plan, ExportTarget target, CommandOutput output, CancellationToken cancellation)
    {
        var unreadable = 0L;
        // A bar would be drawn into the lines.
        await (target.IsTerminal ? RunAsync(_ => { }) : CommandProgress.RunAsync($"Exporting {plan.Campaign.Slug}", plan.Lines, RunAsync, output));
        await target.CompleteAsync();
        // Standard output may be the export itself.
        (output with { Out = output.Error }).Result(
            new { plan.Lines, LastLine = plan.Last, To = target.Name, Unreadable = unreadable },
            string.Create(CultureInfo.InvariantCulture, $"{plan.Lines:N0} lines, up to line {plan.Last}, to {target.Name}"));
        return unreadable == 0
            ? 0
            : await FailAsync(string.Create(CultureInfo.InvariantCulture, $"Persons that could not be unsealed: {unreadable:N0}. Their lines say so in 'problem'."));

        async Task RunAsync(Action<long> done) =>
            unreadable = await session.Services.GetRequiredService<HistoryExport>().WriteAsync(plan, target.Pipe, done, cancellation);
    }

    private static (DateTimeOffset? Value, Problem? Problem) ReadMoment(string? text) => text switch
    {
        null => default,
        _ when Moment.TryParse(text, out var moment) => (moment, null),
        _ => (null, new("asOf", "must be an ISO 8601 time with Z or an offset, such as 2020-12-07T12:00:00Z")),
    };

    private static async Task<int> FailAsync(params string[] messages)
    {
        foreach (var message in messages)
            await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
