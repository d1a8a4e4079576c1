using System.CommandLine;
using System.Text.Json;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Replays;
using Marten;

namespace CampaignEvents.Api.Scenarios;

/// <summary><c>scenario</c>: asks for a scenario, runs it here, and prints what it came to. It is kept like any other.</summary>
internal static class ScenarioCommand
{
    public static Command Create()
    {
        var slug = new Argument<string>("slug") { Description = "The campaign's slug." };
        var name = new Option<string>("--name") { Description = "What to call it.", Required = true };
        var rules = new Option<FileInfo>("--rules") { Description = "A file with the other rules, as JSON (default: the campaign's own)." }.AcceptExistingOnly();
        var json = CommandOutput.Option();
        var command = new Command("scenario", "Replay a campaign under other rules, and compare.") { slug, name, rules, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            var output = CommandOutput.Of(parsed.GetValue(json));
            return await RunAsync(session.Services, parsed.GetValue(slug)!, parsed.GetValue(name), parsed.GetValue(rules), output, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        IServiceProvider services, string slug, string? name, FileInfo? file, CommandOutput output, CancellationToken cancellation)
    {
        if (await services.GetRequiredService<CampaignDirectory>().FindAsync(slug, cancellation) is not { } campaign)
            return await RefuseAsync($"There is no campaign '{slug}'.");
        var request = new ScenarioRequest(name, file is null ? null : await ReadAsync(file, cancellation));
        await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
        var page = await session.LoadAsync<CampaignPage>(campaign.Id, cancellation);
        if (request.Problems(campaign.Confirmation, page!.LaunchedAt).ToArray() is { Length: > 0 } problems)
            return await RefuseAsync(string.Join('\n', problems.Select(p => $"{p.Field} {p.Message}")));

        var (store, id) = (services.GetRequiredService<ScenarioStore>(), services.GetRequiredService<Ids>().Next());
        // Taken before it is there, so that no server takes it first.
        await using var lease = await ScenarioLease.TryTakeAsync(
            services.GetRequiredService<WorkConnections>(), id, services.GetRequiredService<TimeProvider>(), cancellation);
        if (!await store.AddAsync(id, campaign.Id, request.Name!.Trim(), request.Rules ?? ScenarioRulesBody.Own, cancellation))
            return await RefuseAsync($"The campaign keeps {ScenarioStore.Most:N0} scenarios already; delete some first.");
        var asked = await store.FindAsync(campaign.Id, id, cancellation);
        await using (cancellation.Register(() => _ = store.CancelAsync(campaign.Id, id, CancellationToken.None)))
        {
            await CommandProgress.RunAsync($"Replaying {slug}", asked!.ToLine, show =>
                services.GetRequiredService<ScenarioRun>().RunAsync(lease!, id, show, CancellationToken.None), output);
        }
        var ended = await store.FindAsync(campaign.Id, id, CancellationToken.None);
        output.Result(ScenarioAnswer.Of(ended!), ScenarioReport.Of(ended!));
        return ended!.State switch
        {
            ScenarioState.Done => 0,
            ScenarioState.Cancelled => 130,
            _ => 1,
        };
    }

    private static async Task<ScenarioRulesBody> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            await using var stream = file.OpenRead();
            return await JsonSerializer.DeserializeAsync(stream, ApiJson.Default.ScenarioRulesBody, cancellation) ?? ScenarioRulesBody.Own;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file.Name} cannot be read as rules: {fault.Path} in line {fault.LineNumber + 1}.");
        }
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return 1;
    }
}
