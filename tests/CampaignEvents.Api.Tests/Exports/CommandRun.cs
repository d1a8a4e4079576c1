using System.Diagnostics;
using System.Runtime.InteropServices;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Tests.Exports;

/// <summary>A run of a command of the executable, on a host's database.</summary>
internal sealed class CommandRun : IDisposable
{
    private const int Sigint = 2;

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly Task _reading;
    private readonly Task<string> _error;

    public CommandRun(TestHost host, string dataFolder, params string[] arguments)
    {
        // What runs in a shell's background has the interrupt ignored, and would pass that on.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "CampaignEvents.Api.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in ((string Key, string Value)[])[
            (DataFolder.Variable, dataFolder), ("ConnectionStrings__Campaigns", host.ConnectionString), ("Secrets__Master", TestHost.MasterSecret)])
            start.Environment[key] = value;
        _process = Process.Start(start)!;
        _reading = _process.StandardOutput.BaseStream.CopyToAsync(_output);
        _error = _process.StandardError.ReadToEndAsync();
    }

    public static async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(TestHost host, string dataFolder, params string[] arguments)
    {
        using var run = new CommandRun(host, dataFolder, arguments);
        return await run.EndAsync();
    }

    /// <summary>As Ctrl-C does, at once: a command that was started to do it would come too late.</summary>
    public void Interrupt() => Kill(_process.Id, Sigint).ShouldBe(0);

    public async Task<(int ExitCode, byte[] Output, string Error)> EndAsync()
    {
        await _reading;
        var error = await _error;
        await _process.WaitForExitAsync();
        return (_process.ExitCode, _output.ToArray(), error);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _output.Dispose();
    }
}
