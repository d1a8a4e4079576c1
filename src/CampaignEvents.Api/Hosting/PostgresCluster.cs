using System.Globalization;
using System.Security.Cryptography;

namespace CampaignEvents.Api.Hosting;

/// <summary>The cluster's life: made, started, stopped. Whoever calls holds the start lock.</summary>
internal sealed class PostgresCluster(ClusterPlace place, PostgresBinaries binaries)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    // Recovery after a crash may have to read gigabytes of log; only then does a start take long.
    private const string StartSeconds = "300";

    public ClusterPlace Place => place;

    public bool Exists => Directory.Exists(place.Cluster);

    public static async Task<PostgresCluster> FindAsync(DataFolder data, CancellationToken cancellation)
    {
        var place = await ClusterPlace.FindAsync(data, cancellation);
        var version = Path.Combine(place.Cluster, "PG_VERSION");
        int? major = File.Exists(version) ? int.Parse(File.ReadAllText(version), CultureInfo.InvariantCulture) : null;
        return new(place, await PostgresBinaries.FindAsync(major, cancellation));
    }

    public async Task CreateAsync(string role, string password, CancellationToken cancellation)
    {
        RemoveDrafts();

        // A new name each time: an initdb that outlived its parent would still write to, and at last empty, the old one.
        var draft = $"{place.Cluster}.new-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        Directory.CreateDirectory(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await place.GiveAsync(draft, cancellation);
        var passwordFile = Path.Combine(draft, "password");
        await File.WriteAllTextAsync(passwordFile, password, cancellation);
        await place.GiveAsync(passwordFile, cancellation);

        var cluster = Path.Combine(draft, "cluster");
        await new ToolRun(binaries.InitDb, $"--pgdata={cluster}", $"--username={role}", $"--pwfile={passwordFile}",
            "--auth=scram-sha-256", "--encoding=UTF8", $"--locale={await LocaleAsync(cancellation)}",
            "--data-checksums", "--no-instructions")
        {
            User = place.User,
        }.RunAsync(cancellation);
        Directory.Move(cluster, place.Cluster);

        // The rename outlasts a power cut only once the folder itself is on disk.
        await new ToolRun("sync", place.Folder).RunAsync(cancellation);
        RemoveDrafts();
    }

    /// <summary>The running server once it answers queries; null if there is none.</summary>
    public async Task<Postmaster?> RunningAsync(CancellationToken cancellation)
    {
        while (Postmaster.Find(place) is { } server)
        {
            if (server.IsReady)
                return server;
            await Task.Delay(50, cancellation);
        }
        return null;
    }

    public async Task<Postmaster> StartAsync(CancellationToken cancellation)
    {
        await Postmaster.SweepAsync(place, _patience, cancellation);
        await place.MakeSocketFolderAsync(cancellation);
        await PostgresSettings.WriteAsync(place, cancellation);

        // pg_ctl puts the server in a session of its own, out of reach of the terminal's Ctrl-C.
        var started = await PgCtl("start", "--wait", $"--timeout={StartSeconds}", $"--log={PostgresSettings.LogFile}",
            $"--options=--config_file={PostgresSettings.File} --cluster_name={place.Tag}").SucceedsAsync(cancellation);
        return started && await RunningAsync(cancellation) is { } server
            ? server
            : throw new InvalidOperationException($"PostgreSQL did not start. {PostgresSettings.EndOfLog(place)}");
    }

    /// <summary>Stops the server in order; does nothing if none is running.</summary>
    public async Task StopAsync()
    {
        if (Postmaster.Find(place) is not null
            && !await PgCtl("stop", "--mode=fast", "--wait", "--timeout=60").SucceedsAsync(CancellationToken.None)
            && Postmaster.Find(place) is not null)
        {
            await PgCtl("stop", "--mode=immediate", "--wait", "--timeout=60").RunAsync(CancellationToken.None);
        }
        if (await place.IsPrivateAsync(place.SocketFolder, CancellationToken.None))
            Directory.Delete(place.SocketFolder, recursive: true);
    }

    private ToolRun PgCtl(params string[] arguments) =>
        new(binaries.PgCtl, ["--silent", .. arguments]) { User = place.User, Folder = place.Cluster, Cluster = place.Cluster };

    private void RemoveDrafts()
    {
        foreach (var draft in Directory.EnumerateDirectories(place.Folder, $"{Path.GetFileName(place.Cluster)}.new-*"))
        {
            try
            {
                Directory.Delete(draft, recursive: true);
            }
            catch (IOException)
            {
                // Still being written to by an initdb whose parent was killed; the next creation removes it.
            }
        }
    }

    private static async Task<string> LocaleAsync(CancellationToken cancellation)
    {
        var known = await new ToolRun("locale", "-a").RunAsync(cancellation);
        return known.Contains("C.utf8", StringComparison.OrdinalIgnoreCase) || known.Contains("C.UTF-8", StringComparison.OrdinalIgnoreCase)
            ? "C.UTF-8"
            : "C";
    }
}
