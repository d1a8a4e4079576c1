using System.Globalization;

namespace CampaignEvents.Api.Imports;

/// <summary>Names every line of an import that was not taken, and why. It repeats nothing of the line: that may be personal.</summary>
internal sealed class RejectsFile(string path) : IDisposable
{
    private readonly List<(long Line, string Reason)> _rejects = [];

    public long Count => _rejects.Count;

    public string Path => path;

    /// <summary>The default place: in the current directory, after the name of the file that is read.</summary>
    public static string PathFor(string file) => System.IO.Path.GetFileNameWithoutExtension(file) + ".rejects.csv";

    public void Add(long line, string reason) => _rejects.Add((line, reason));

    /// <summary>Writes the file in order of lines; without rejects, one that an earlier run left is removed.</summary>
    public void Dispose()
    {
        File.Delete(path);
        if (_rejects.Count == 0)
            return;
        using var writer = new StreamWriter(path);
        writer.WriteLine("line,reason");
        foreach (var (line, reason) in _rejects.OrderBy(r => r.Line))
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line},\"{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }
}
