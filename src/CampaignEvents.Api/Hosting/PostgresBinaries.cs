using System.Globalization;
using System.Text.RegularExpressions;

namespace CampaignEvents.Api.Hosting;

/// <summary>An installed PostgreSQL server: the folder of its programs, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int OldestMajor = 14;
    private static readonly string[] _programs = ["postgres", "initdb", "pg_ctl"];
    private static readonly StringComparer _byNumber = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Finds the installation that reads clusters of <paramref name="major"/>; null for any recent enough.</summary>
    public static async Task<PostgresBinaries> FindAsync(int? major, CancellationToken cancellation)
    {
        foreach (var folder in (await CandidatesAsync(cancellation)).Distinct().Where(IsServer))
        {
            var found = new PostgresBinaries(folder, await MajorOfAsync(folder, cancellation));
            if (major is null ? found.Major >= OldestMajor : found.Major == major)
                return found;
        }
        throw new InvalidOperationException(NotFound(major));
    }

    internal static string NotFound(int? major) => major is null
        ? $"No PostgreSQL server (version {OldestMajor} or later) is installed. Install the package "
            + "'postgresql' (Debian, Ubuntu, Alpine, Arch) or 'postgresql-server' (Fedora, RHEL, openSUSE)."
        : $"The data was made by PostgreSQL {major}, which is not installed. Install the package "
            + $"'postgresql-{major}' (Debian, Ubuntu), or that version of 'postgresql-server' (Fedora, RHEL).";

    private static async Task<IEnumerable<string>> CandidatesAsync(CancellationToken cancellation)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var pgConfig = path.Select(folder => Path.Combine(folder, "pg_config")).FirstOrDefault(File.Exists);
        var configured = pgConfig is null
            ? ""
            : (await new ToolRun(pgConfig, "--bindir").RunAsync(cancellation)).Trim();
        return [configured, .. Versions("/usr/lib/postgresql"), "/usr/local/bin", "/usr/bin", .. Versions("/opt"),
            .. Versions("/opt/postgresql"), .. path];
    }

    private static IEnumerable<string> Versions(string parent) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent)
            .OrderByDescending(folder => folder, _byNumber)
            .Select(folder => Path.Combine(folder, "bin"))
        : [];

    private static bool IsServer(string folder) =>
        _programs.All(program => File.Exists(Path.Combine(folder, program)));

    private static async Task<int> MajorOfAsync(string folder, CancellationToken cancellation)
    {
        var printed = await new ToolRun(Path.Combine(folder, "postgres"), "--version").RunAsync(cancellation);
        return int.Parse(FirstNumber().Match(printed).Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
