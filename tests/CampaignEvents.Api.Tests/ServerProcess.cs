using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Tests;

/// <summary>Another process of the same application on the same database. It ends with the test.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    public int Id => _process.Id;

    public static async Task<ServerProcess> StartAsync(string connectionString, string dataFolder, params (string Key, string Value)[] environment)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var process = Run(
            [], dataFolder, [("ConnectionStrings__Campaigns", connectionString), ("ASPNETCORE_URLS", address), .. environment]);
        var server = new ServerProcess(process, new() { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(60) });
        for (var started = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                if ((await server.Client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException) when (started.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>Starts a command of the executable.</summary>
    public static Process Run(string[] arguments, string dataFolder, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CampaignEvents.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in ((string Key, string Value)[])[
            (DataFolder.Variable, dataFolder), ("CAMPAIGN_EVENTS_DEMO", "off"), ("Secrets__Master", TestHost.MasterSecret), .. environment])
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a command of the executable to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunToEndAsync(
        string[] arguments, string dataFolder, params (string Key, string Value)[] environment)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var process = Run(arguments, dataFolder, environment);
        process.OutputDataReceived += (_, line) => Write(output, line);
        process.ErrorDataReceived += (_, line) => Write(error, line);
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ToString(), error.ToString());

        static void Write(StringWriter to, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
                to.WriteLine(line.Data);
        }
    }

    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
