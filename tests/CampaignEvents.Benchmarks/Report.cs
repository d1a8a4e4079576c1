using System.Globalization;
using System.Text;

namespace CampaignEvents.Benchmarks;

/// <summary><c>docs/benchmarks.md</c>: a head, and between markers a section for each bench, replaced when that bench runs.</summary>
internal sealed class Report(string[] names)
{
    private readonly string _path = Path.Combine(Root(), "docs", "benchmarks.md");

    public void Save(string name, string section, string machine)
    {
        var old = File.Exists(_path) ? File.ReadAllText(_path) : "";
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = new StringBuilder(Head());
        foreach (var each in names)
        {
            var body = each == name ? $"Measured {date} on {machine}.\n\n{section.Trim()}\n" : Body(old, each) ?? "Not measured yet.\n";
            text.Append(CultureInfo.InvariantCulture, $"\n## {each}\n\n{Opening(each)}\n{body}{Closing(each)}\n");
        }
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, text.ToString());
    }

    private static string? Body(string text, string name)
    {
        var start = text.IndexOf(Opening(name), StringComparison.Ordinal);
        var end = text.IndexOf(Closing(name), StringComparison.Ordinal);
        return start < 0 || end < start ? null : text[(start + Opening(name).Length + 1)..end];
    }

    private static string Opening(string name) => $"<!-- bench:{name} -->";

    private static string Closing(string name) => $"<!-- /bench:{name} -->";

    // The sources are where the executable was built from.
    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CampaignEvents.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("CampaignEvents.sln is in no folder above the executable.");
    }

    private static string Head() =>
        """
        # Benchmarks

        Written by `./build/bench.sh`, which runs all of them in six to seven minutes; `./build/bench.sh NAME` runs one and replaces
        its section. It starts a PostgreSQL of its own in a temporary folder, with the settings `build/run.sh` uses and durability
        on, and removes it afterwards. Each bench has a fresh database; its peers use the same server.

        **How to read it.** After one round of warming up, each contender is measured in turn, round after round (A, B, C, A, B,
        C, …), so that what disturbs the machine disturbs all. A figure is the median of its rounds, with the lowest and highest beside
        it; a ratio is of medians. Everything runs on the same few cores, so compare ratios, not figures, with other
        machines. Rates are of signatures that are committed and answered. Timings decide no test.

        The peers are written as their users would write them: pooled, prepared, with a sensible isolation and schema. Their rows
        hold what ours hold (name, e-mail, country, channel, mostly a postcode, in one of five a comment of about 120 characters), in clear
        where ours are sealed.

        """;
}
