using System.CommandLine;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Imports;

/// <summary>What the import commands share: file, campaign and rejects.</summary>
internal sealed class ImportOptions
{
    private readonly Argument<FileInfo> _file = new Argument<FileInfo>("file") { Description = "The CSV file." }.AcceptExistingOnly();

    private readonly Option<string> _campaign = new("--campaign") { Description = "The campaign's slug.", Required = true };

    private readonly Option<string?> _rejects = new("--rejects") { Description = "Where lines that are not taken are named (default: FILE.rejects.csv, here)." };

    private readonly Option<bool> _json = CommandOutput.Option();

    public delegate Task<ImportReport> Import(IServiceProvider services, Guid campaignId, FileInfo file, RejectsFile rejects, CommandOutput output);

    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_campaign);
        command.Add(_rejects);
        command.Add(_json);
    }

    /// <summary>Finds the campaign, imports, tells the account, and gives the exit code.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Import import, CancellationToken cancellation)
    {
        await using var session = await CommandSession.OpenAsync(cancellation);
        var (slug, file) = (parsed.GetValue(_campaign)!, parsed.GetValue(_file)!);
        if (await session.Services.GetRequiredService<CampaignDirectory>().FindAsync(slug, cancellation) is not { } campaign)
        {
            await Console.Error.WriteLineAsync($"There is no campaign '{slug}'. Launch it first: POST /api/campaigns.");
            return 1;
        }
        using var rejects = new RejectsFile(parsed.GetValue(_rejects) ?? RejectsFile.PathFor(file.Name));
        var output = CommandOutput.Of(parsed.GetValue(_json));
        var report = await import(session.Services, campaign.Id, file, rejects, output);
        return report.Tell(output, rejects, stopped: cancellation.IsCancellationRequested);
    }
}
