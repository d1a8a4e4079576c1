using System.CommandLine;
using System.Globalization;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Verifications;

/// <summary><c>verify</c>: proves that what is shown follows from the ledger, or names every value that does not.</summary>
internal static class VerifyCommand
{
    /// <summary>The exit code when something differs; 1 means that it could not be found out.</summary>
    public const int Differs = 2;

    public static Command Create()
    {
        var campaign = LedgerOption.Create();
        var json = CommandOutput.Option();
        var command = new Command(
            "verify", $"Fold ledgers from line 1 and compare with everything that is stored. Exit code 0: all follows from them; {Differs}: it does not.") { campaign, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var session = await CommandSession.OpenAsync(cancellation);
            var verification = session.Services.GetRequiredService<Verification>();
            var (output, differences) = (CommandOutput.Of(parsed.GetValue(json)), 0L);
            foreach (var ledger in await LedgerOption.FindAsync(session.Services, parsed.GetValue(campaign), cancellation))
                differences += await RunAsync(verification, ledger, output, cancellation);
            return differences == 0 ? 0 : Differs;
        });
        return command;
    }

    private static async Task<long> RunAsync(Verification verification, LedgerEntry ledger, CommandOutput output, CancellationToken cancellation)
    {
        VerificationResult? result = null;
        await CommandProgress.RunAsync($"Verifying {ledger.Slug}", ledger.Lines, async done =>
            result = await verification.RunAsync(ledger.CampaignId, done, Tell, cancellation), output);
        output.Result(
            new { Campaign = ledger.Slug, Proved = result!.Differences == 0, result.Lines, result.Count, result.Differences },
            string.Create(CultureInfo.InvariantCulture, $"{ledger.Slug}: {result.Lines:N0} lines, count {result.Count:N0}, {Found(result.Differences)}"));
        return result.Differences;

        void Tell(Difference difference) => output.Result(new { Campaign = ledger.Slug, Difference = difference }, Describe(ledger.Slug, difference));
    }

    private static string Found(long differences) => differences switch
    {
        0 => "everything follows from them",
        1 => "1 difference",
        _ => string.Create(CultureInfo.InvariantCulture, $"{differences:N0} differences"),
    };

    private static string Describe(string slug, Difference difference) => string.Create(CultureInfo.InvariantCulture,
        $"{slug}: {difference.Part}{(difference.Line is { } line ? $", line {line}" : "")}: {difference.What}: expected {difference.Expected ?? "none"}, found {difference.Found ?? "none"}");
}
