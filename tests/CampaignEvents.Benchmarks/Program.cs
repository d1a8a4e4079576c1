using System.Diagnostics;
using CampaignEvents.Benchmarks;
using CampaignEvents.Benchmarks.Benches;
using CampaignEvents.Benchmarks.Peers;
using CampaignEvents.Benchmarks.Subjects;

if (args is ["peer"])
    return await PeerServer.RunAsync();
if (args is ["fold", var slug])
    return await FoldProcess.RunAsync(slug);

var benches = new Dictionary<string, Func<Cluster, CancellationToken, Task<string>>>
{
    ["ledger"] = LedgerBench.RunAsync,
    ["http"] = HttpBench.RunAsync,
    ["read"] = ReadBench.RunAsync,
    ["asof"] = AsOfBench.RunAsync,
    ["size"] = SizeBench.RunAsync,
    ["import"] = ImportBench.RunAsync,
    ["replay"] = ReplayBench.RunAsync,
    ["alerts"] = AlertsBench.RunAsync,
};
if (args.Except(benches.Keys).Any())
{
    Console.Error.WriteLine($"Benches are: {string.Join(", ", benches.Keys)}. Without a name all of them run.");
    return 2;
}

using var interruption = Interruption.Begin();
try
{
    await using var cluster = await Cluster.StartAsync(interruption.Token);
    var report = new Report([.. benches.Keys]);
    foreach (var (name, run) in benches.Where(b => args.Length == 0 || args.Contains(b.Key)))
    {
        var started = Stopwatch.GetTimestamp();
        Console.WriteLine($"== {name}");
        var section = await run(cluster, interruption.Token);
        await cluster.DropDatabaseAsync(Cluster.DatabaseOf(name), interruption.Token);
        Console.WriteLine(section);
        Console.WriteLine($"({Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s)\n");
        report.Save(name, section, await Machine.DescribeAsync(cluster, interruption.Token));
    }
    return 0;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    Console.Error.WriteLine("Interrupted; what had been measured is saved.");
    return 130;
}
