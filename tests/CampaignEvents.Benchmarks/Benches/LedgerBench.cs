using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Benchmarks.Measuring;
using CampaignEvents.Benchmarks.Peers;
using CampaignEvents.Benchmarks.Subjects;
using Npgsql;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Signatures per second into one hot campaign, durable and unique.</summary>
internal static class LedgerBench
{
    private const int Signatures = 100_000, WarmUp = 20_000, Workers = 32;
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(4), _slowWarmUp = TimeSpan.FromSeconds(2);

    public static async Task<string> RunAsync(Cluster cluster, CancellationToken cancellation)
    {
        var database = await cluster.FreshDatabaseAsync("ledger", cancellation);
        await using var ledger = await Ledger.OpenAsync(database, cancellation);
        await using var copying = new NpgsqlConnection(database);
        await copying.OpenAsync(cancellation);
        await BareCopy.CreateAsync(copying, cancellation);
        await using var sql = await PlainSql.OpenAsync(database, cancellation);
        await using var campaignStreams = await MartenStore.OpenAsync(database, "marten_campaigns", cancellation);
        await using var signatureStreams = await MartenStore.OpenAsync(database, "marten_signatures", cancellation);
        var (ids, sealer) = (ledger.Services.GetRequiredService<Ids>(), ledger.Services.GetRequiredService<SignatureSealer>());

        // Every round is a campaign of its own, in stores that keep what earlier rounds wrote.
        var measured = await Rounds.RunAsync<double>(
            [
                new("this ledger", async round =>
                {
                    var (campaign, count) = (await ledger.LaunchAsync($"hot-{round}"), Count(round));
                    return count / (await ledger.SignAsync(campaign, Samples.Signatures($"r{round}", count), count, null, cancellation)).TotalSeconds;
                }),
                new("`COPY`, bare table, one unique index", async round =>
                {
                    var count = Count(round);
                    return count / (await BareCopy.RunAsync(copying, ids.Next(), Samples.Signatures($"r{round}", count), ids.Next, cancellation)).TotalSeconds;
                }),
                new("for information: `COPY` of the rows as sealed", async round =>
                {
                    var (campaign, count) = (ids.Next(), Count(round));
                    var rows = Samples.Signatures($"r{round}", count).Select(s => sealer.Seal(campaign, ids.Next(), s, TimeProvider.System.GetUtcNow()));
                    return count / (await BareCopy.RunSealedAsync(copying, campaign, rows, cancellation)).TotalSeconds;
                }),
                new("`INSERT … ON CONFLICT` + `UPDATE` counter", async round =>
                {
                    var campaign = await sql.LaunchAsync($"hot-{round}");
                    return await LoopAsync(round, n => sql.SignAsync(campaign, Samples.Signature($"r{round}", n)));
                }),
                new("Marten, one stream per campaign", async round =>
                {
                    var campaign = ids.Next();
                    await campaignStreams.LaunchAsync(campaign, $"hot-{round}");
                    return await LoopAsync(round, n => campaignStreams.AppendToPetitionAsync(campaign, Samples.Signature($"r{round}", n)));
                }),
                new("Marten, one stream per signature", async round =>
                {
                    var campaign = ids.Next();
                    return await LoopAsync(round, n => signatureStreams.StartSignatureAsync(campaign, Samples.Signature($"r{round}", n)));
                }),
            ],
            cancellation);
        return Describe([.. measured.Select(m => (m.Name, m.Of(rate => rate)))]);

        Task<double> LoopAsync(int round, Func<long, Task> request) =>
            ClosedLoop.RateAsync(Workers, round == 0 ? _slowWarmUp : _slow, request, cancellation);
    }

    private static int Count(int round) => round == 0 ? WarmUp : Signatures;

    private static string Describe((string Name, Figure Rate)[] rates)
    {
        var table = new Table("signatures of one campaign", "per second", "lowest – highest", "ledger is", "to reach", "reached");
        double?[] wanted = [null, 0.35, null, 25, 100, 10];
        foreach (var ((name, rate), goal) in rates.Zip(wanted))
            table.Add([name, .. Table.Spread(rate), .. Against(rates[0].Rate.Median / rate.Median, goal)]);
        return $"""
            {table}
            - This ledger: {Signatures:N0} signatures a round, sealed and written in process by the way an import takes; every one is checked to be counted, in order.
            - `COPY`: {Signatures:N0} rows in one binary `COPY`, ids made by the client, nothing sealed, nothing counted. The row for information seals like this ledger, within its time, and copies what the ledger keeps of a signature.
            - `INSERT … ON CONFLICT` + `UPDATE`: a transaction per request on 32 connections, prepared statements, the hot counter row touched last.
            - Marten, one stream per campaign: `FetchForWriting` over an inline snapshot, append, save; on a conflict again after a random wait. 32 at once. Does not look for duplicates.
            - Marten, one stream per signature: `StartStream` under an id made from the e-mail, which keeps it unique. 32 at once. Keeps no count and gives no number.
            """;
    }

    private static string[] Against(double ratio, double? goal) => (ratio, goal) switch
    {
        (1, null) => [],
        (_, null) => [Table.Ratio(ratio)],
        (_, { } wanted) => Table.AtLeast(ratio, wanted),
    };
}
