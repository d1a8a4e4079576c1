using System.Security.Cryptography;
using System.Text;

namespace CampaignEvents.Api.Hosting;

/// <summary>Where a cluster lies, and the user its server runs as: null for this process's own.</summary>
internal sealed record ClusterPlace(string Folder, string? User)
{
    private const string SystemFolder = "/var/lib/campaign-events";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Cluster => Path.Combine(Folder, "postgres");

    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Names this cluster among all on the machine; shown by its processes and used for its socket folder.</summary>
    public string Tag => $"campaign-events-{Hash(Folder)}";

    /// <summary>Not in the data folder, whose path may be longer than the 107 bytes a socket may have.</summary>
    public string SocketFolder => $"/tmp/{Tag}";

    public static async Task<ClusterPlace> FindAsync(DataFolder data, CancellationToken cancellation)
    {
        // The note outlives a move of the data folder, which its hash would not.
        var note = data.PathOf("postgres.location");
        var noted = File.Exists(note) ? File.ReadAllText(note).Trim() : data.FullPath;
        var place = new ClusterPlace(noted, null);

        if (Directory.Exists(place.Cluster))
            return await WithOwnerAsync(place, cancellation);
        if (!Environment.IsPrivilegedProcess)
            return place;

        place = place with { User = await PostgresUserAsync(cancellation) };
        return await place.PassesAsync(cancellation) ? place : place with { Folder = MoveOut(data, note) };
    }

    // The server's user cannot get into the data folder, say under a closed /root, so the cluster lies elsewhere.
    private static string MoveOut(DataFolder data, string note)
    {
        var folder = Path.Combine(SystemFolder, Hash(data.FullPath));
        File.SetUnixFileMode(Directory.CreateDirectory(SystemFolder).FullName, OthersPass);
        File.SetUnixFileMode(Directory.CreateDirectory(folder).FullName, OthersPass);
        File.WriteAllText(note, folder + "\n");
        return folder;
    }

    /// <summary>Hands a file or folder of ours to the user the server runs as.</summary>
    public async Task GiveAsync(string path, CancellationToken cancellation)
    {
        if (User is not null)
            await new ToolRun("chown", User, path).RunAsync(cancellation);
    }

    /// <summary>Makes the socket folder; refuses one that another user made, who could answer in the server's name.</summary>
    public async Task MakeSocketFolderAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(SocketFolder))
            await new ToolRun("mkdir", "-m", "0700", SocketFolder) { User = User }.RunAsync(cancellation);
        if (!await IsPrivateAsync(SocketFolder, cancellation))
            throw new InvalidOperationException($"{SocketFolder} is not a private folder of the database's user; remove it.");
    }

    /// <summary>Whether the entry is a folder, no link to one, that the server's user alone may enter.</summary>
    public async Task<bool> IsPrivateAsync(string folder, CancellationToken cancellation) =>
        (Directory.Exists(folder) || new DirectoryInfo(folder).LinkTarget is not null)
        && await StatAsync("%U %a %F", folder, cancellation) == $"{User ?? Environment.UserName} 700 directory";

    private Task<bool> PassesAsync(CancellationToken cancellation) =>
        new ToolRun("test", "-x", Folder) { User = User }.SucceedsAsync(cancellation);

    // Root keeps running a cluster as whoever made it, an ordinary user included.
    private static async Task<ClusterPlace> WithOwnerAsync(ClusterPlace place, CancellationToken cancellation)
    {
        var owner = await StatAsync("%U", place.Cluster, cancellation);
        return Environment.IsPrivilegedProcess ? place with { User = owner }
            : owner == Environment.UserName ? place
            : throw new InvalidOperationException($"{place.Cluster} belongs to the user {owner}; run as that user or as root.");
    }

    private static async Task<string> PostgresUserAsync(CancellationToken cancellation) =>
        await new ToolRun("id", "-u", "postgres").SucceedsAsync(cancellation)
            ? "postgres"
            : throw new InvalidOperationException(
                "PostgreSQL refuses to run as root, and there is no user 'postgres' to run it as. Run as an ordinary user.");

    private static async Task<string> StatAsync(string format, string path, CancellationToken cancellation) =>
        (await new ToolRun("stat", "-c", format, path).RunAsync(cancellation)).Trim();

    private static string Hash(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
}
