using System.Globalization;

namespace CampaignEvents.Api.Hosting;

/// <summary>A cluster's main process, as its pid file and the process table tell of it.</summary>
internal sealed record Postmaster(int Pid, string SocketFolder, bool IsReady)
{
    /// <summary>The running server of the cluster; null if there is none, whatever a stale pid file says.</summary>
    public static Postmaster? Find(ClusterPlace place)
    {
        var lines = Read(place.PidFile).Split('\n');
        return PidIn(lines) is { } pid && Processes(place.Tag).Contains(pid)
            ? new(pid, lines.ElementAtOrDefault(4) ?? "", lines.ElementAtOrDefault(7)?.Trim() == "ready")
            : null;
    }

    /// <summary>
    /// Clears away what a server killed outright has left: backends still at their last query, and a pid file
    /// naming a process that is no server. PostgreSQL would take a reused or unreaped pid for a running server.
    /// </summary>
    public static async Task SweepAsync(ClusterPlace place, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        while (Processes(place.Tag).Count > 0 && !limit.IsCancellationRequested)
            await Task.Delay(20, cancellation);
        foreach (var pid in Processes(place.Tag))
            Kill(pid);

        // An unknown server on that pid may still be this cluster's, started by hand: pg_ctl is to judge.
        if (PidIn(Read(place.PidFile).Split('\n')) is not { } named || !IsServer(named))
            File.Delete(place.PidFile);
    }

    // Command lines can be read by anyone, unlike working directories, which root in a container may not see.
    private static HashSet<int> Processes(string tag) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && IsServer(pid) && Read($"/proc/{pid}/cmdline").Contains(tag, StringComparison.Ordinal))];

    // A dead process that nobody has reaped keeps its name but has no command line.
    private static bool IsServer(int pid) => Read($"/proc/{pid}/comm").Trim() == "postgres" && Read($"/proc/{pid}/cmdline").Length > 0;

    // Processes and pid files come and go while they are looked at.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int? PidIn(string[] lines) =>
        int.TryParse(lines.FirstOrDefault(), CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static void Kill(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself, which is what was wanted.
        }
    }
}
