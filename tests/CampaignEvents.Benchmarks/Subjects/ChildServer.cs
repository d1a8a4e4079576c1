using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>A web server in a process of its own, on a free loopback port; stopped, by its id, with this.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private const string Greeting = "listens on ";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChildServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The executable that users run.</summary>
    public static Task<ChildServer> OursAsync(string connectionString, CancellationToken cancellation, params (string Name, string Value)[] settings) =>
        StartAsync(["CampaignEvents.Api.dll"], connectionString, settings, cancellation);

    public static Task<ChildServer> PeerAsync(string connectionString, CancellationToken cancellation) =>
        StartAsync(["CampaignEvents.Benchmarks.dll", "peer"], connectionString, [], cancellation);

    private static async Task<ChildServer> StartAsync(
        string[] command, string connectionString, (string Name, string Value)[] settings, CancellationToken cancellation)
    {
        command[0] = Path.Combine(AppContext.BaseDirectory, command[0]);
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Campaigns"] = connectionString;
        start.Environment["CAMPAIGN_EVENTS_DEMO"] = "off";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_patience);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.IndexOf(Greeting, StringComparison.Ordinal) is var at and >= 0)
                {
                    // Read on and forget: a full pipe would stop the server.
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return new(process, new Uri(line[(at + Greeting.Length)..].Trim()));
                }
            }
            throw new InvalidOperationException($"{Path.GetFileName(command[0])} ended before it listened.");
        }
        catch
        {
            await StopAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(_process);

    private static async Task StopAsync(Process process)
    {
        using (process)
        {
            if (process.HasExited)
                return;
            var id = process.Id.ToString(CultureInfo.InvariantCulture);
            await new ToolRun("kill", "-TERM", id).SucceedsAsync(CancellationToken.None);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }
    }
}
