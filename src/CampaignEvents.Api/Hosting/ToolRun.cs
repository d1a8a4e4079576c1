using System.Diagnostics;

namespace CampaignEvents.Api.Hosting;

/// <summary>One program run to its end; what it printed is its result, and a failure is an exception.</summary>
internal sealed record ToolRun(string Program, params string[] Arguments)
{
    /// <summary>Whom to run as, which only root may choose; null for this process's own user.</summary>
    public string? User { get; init; }

    public string Folder { get; init; } = "/";

    /// <summary>The cluster meant. Goes by PGDATA, since pg_ctl pastes its -D option into a shell command.</summary>
    public string? Cluster { get; init; }

    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var (exitCode, output) = await TryAsync(cancellation);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(Program)} failed ({exitCode}): {output.Trim()}");
    }

    public async Task<bool> SucceedsAsync(CancellationToken cancellation) =>
        (await TryAsync(cancellation)).ExitCode == 0;

    private async Task<(int ExitCode, string Output)> TryAsync(CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo())!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var printed = await output + await errors;
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, printed);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        if (User is not null)
            start.UserName = User;

        // A bare environment: nothing of ours, secrets least of all, belongs in a server that outlives us.
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C";
        if (Cluster is not null)
            start.Environment["PGDATA"] = Cluster;
        return start;
    }
}
