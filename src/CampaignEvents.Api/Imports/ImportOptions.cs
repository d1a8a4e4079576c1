using System.CommandLine;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Imports;

/// <summary>What the import commands share: file, campaign and rejects.</summary>
internal sealed class ImportOptions
{
    public Argument<FileInfo> File { get; } = new Argument<FileInfo>("file") { Description = "The CSV file." }.AcceptExistingOnly();

    public Option<string> Campaign { get; } = new("--campaign") { Description = "The campaign's slug.", Required = true };

    public Option<string?> Rejects { get; } = new("--rejects") { Description = "Where lines that are not taken are named (default: FILE.rejects.csv, here)." };

    public Command AddTo(Command command)
    {
        command.Add(File);
        command.Add(Campaign);
        command.Add(Rejects);
        return command;
    }

    public RejectsFile OpenRejects(ParseResult parsed) => new(parsed.GetValue(Rejects) ?? RejectsFile.PathFor(parsed.GetValue(File)!.Name));

    public async Task<CampaignEntry?> FindCampaignAsync(CommandSession session, ParseResult parsed, CancellationToken cancellation)
    {
        var slug = parsed.GetValue(Campaign)!;
        var campaign = await session.Services.GetRequiredService<CampaignDirectory>().FindAsync(slug, cancellation);
        if (campaign is null)
            await Console.Error.WriteLineAsync($"There is no campaign '{slug}'. Launch it first: POST /api/campaigns.");
        return campaign;
    }
}
