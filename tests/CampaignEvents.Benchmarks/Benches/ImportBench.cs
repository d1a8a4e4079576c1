using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Api.Imports;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Importing a file, against the ledger alone.</summary>
internal static class ImportBench
{
    private const int Lines = 100_000, WarmUp = 20_000;
    private static readonly DateTimeOffset _launch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("import", cancellation);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        var measured = await Rounds.RunAsync<double>(
            [
                new("the ledger alone, as in its bench", async round =>
                {
                    var (campaign, count) = (await ledger.LaunchAsync($"alone-{round}"), Count(round));
                    return count / (await ledger.SignAsync(campaign, Samples.Signatures($"a{round}", count), count, null, cancellation)).TotalSeconds;
                }),
                new("`import signatures`", round => ImportAsync($"now-{round}", round, dated: false)),
                new("`import signatures`, with times: 60 a minute", round => ImportAsync($"dated-{round}", round, dated: true)),
            ],
            cancellation);
        return Describe(measured);

        async Task<double> ImportAsync(string slug, int round, bool dated)
        {
            var campaign = await ledger.LaunchAsync(slug, dated ? _launch : null);
            var file = new FileInfo(Path.Combine(cluster.Folder, $"{slug}.csv"));
            await WriteAsync(file, Samples.Signatures(slug, Count(round)), dated);
            using var rejects = new RejectsFile(file.FullName + ".rejects.csv");
            var started = Stopwatch.GetTimestamp();
            var report = await ImportSignatures.RunAsync(ledger.Services, campaign, file, new Dictionary<string, string>(), rejects, cancellation);
            var took = Stopwatch.GetElapsedTime(started);
            file.Delete();
            return report.Recorded == Count(round)
                ? Count(round) / took.TotalSeconds
                : throw new InvalidOperationException($"{report.Recorded} of {Count(round)} lines were imported.");
        }
    }

    private static int Count(int round) => round == 0 ? WarmUp : Lines;

    private static async Task WriteAsync(FileInfo file, IEnumerable<SignatureInput> signatures, bool dated)
    {
        await using var csv = new StreamWriter(file.FullName);
        await csv.WriteLineAsync("name,email,country,postcode,comment,channel" + (dated ? ",signedAt" : ""));
        foreach (var (index, s) in signatures.Index())
        {
            var time = dated ? (_launch + TimeSpan.FromSeconds(index)).ToString(",yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : "";
            await csv.WriteLineAsync($"{s.Name},{s.Email},{s.Country},{s.Postcode},\"{s.Comment}\",{s.Channel}{time}");
        }
    }

    private static string Describe(Measured<double>[] measured)
    {
        var table = new Table($"{Lines:N0} signatures of one campaign", "per second", "lowest – highest", "to the ledger alone", "to reach", "reached");
        var alone = measured[0].Of(rate => rate).Median;
        foreach (var (index, each) in measured.Index())
        {
            var rate = each.Of(r => r);
            table.Add([
                each.Name, .. Table.Spread(rate),
                .. index switch { 0 => [], 1 => Table.AtLeast(rate.Median / alone, 0.7), _ => [Table.Ratio(rate.Median / alone)] }]);
        }
        return $"""
            {table}
            The command's own code on a CSV file of six columns: reading, checking, sealing, writing. The last row, for information, has a time in each
            line, so that the timeline and tallies of 1,667 minutes are written as well.
            """;
    }
}
