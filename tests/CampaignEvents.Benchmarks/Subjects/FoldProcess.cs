using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>Folds one ledger in a process that does nothing else, and says how much memory that took.</summary>
internal static class FoldProcess
{
    /// <summary>The most memory that the process had resident, in bytes.</summary>
    public static async Task<double> MeasureAsync(string connectionString, string slug, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CampaignEvents.Benchmarks.dll"), "fold", slug])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Campaigns"] = connectionString;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Folding {slug} in a process of its own failed.");
    }

    /// <summary>What that process runs.</summary>
    public static async Task<int> RunAsync(string slug)
    {
        var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Campaigns")!;
        await using (var ledger = await Ledger.OpenAsync(connectionString, CancellationToken.None))
            await FoldAsync(ledger.Services.GetRequiredService<LedgerReader>(), CampaignId.Of(slug), CancellationToken.None);
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(1024 * double.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
        return 0;
    }

    /// <summary>A ledger's final state.</summary>
    public static async Task<LedgerState> FoldAsync(LedgerReader reader, Guid campaignId, CancellationToken cancellation)
    {
        var fold = new LedgerFold();
        await foreach (var page in reader.PagesAsync(campaignId, default, cancellation))
        {
            foreach (var line in page)
                fold.Add(line);
        }
        return fold.State;
    }
}
