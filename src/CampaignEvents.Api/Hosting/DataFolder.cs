using System.Security.Cryptography;

namespace CampaignEvents.Api.Hosting;

/// <summary>The one folder that holds everything this installation keeps, secrets and database included.</summary>
internal sealed class DataFolder
{
    public const string Variable = "CAMPAIGN_EVENTS_DATA";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode SecretFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private DataFolder(string fullPath) => FullPath = fullPath;

    public string FullPath { get; }

    /// <summary>The folder named by <c>CAMPAIGN_EVENTS_DATA</c>, or <c>.data</c> in the current directory.</summary>
    public static DataFolder FromEnvironment() =>
        Open(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : ".data");

    /// <summary>Opens the folder, creating it if need be; the mode of a folder that is already there is left alone.</summary>
    public static DataFolder Open(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(full))
        {
            // Under root the database runs as another user, who has to pass through to its cluster.
            var mode = Environment.IsPrivilegedProcess ? OthersPass : OwnerOnly;
            Directory.CreateDirectory(full, mode);
            File.SetUnixFileMode(full, mode);
        }
        return new(full);
    }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>The base64 secret kept in the file <paramref name="name"/>; made from <paramref name="bytes"/> random bytes the first time.</summary>
    public string ReadOrCreateSecret(string name, int bytes)
    {
        using var turn = FileLock.Exclusive(PathOf("secrets.lock"), _patience);
        if (!File.Exists(PathOf(name)))
            WriteSecret(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)));
        return File.ReadAllText(PathOf(name)).Trim();
    }

    // Written in full and then renamed, so that a crash leaves either no secret or a whole one.
    public void WriteSecret(string name, string secret)
    {
        var draft = PathOf($"{name}.new");
        File.Delete(draft);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = SecretFile,
        };
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(secret + "\n"));
            file.Flush(flushToDisk: true);
        }
        File.Move(draft, PathOf(name), overwrite: true);
    }
}
