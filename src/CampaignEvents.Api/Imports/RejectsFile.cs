using System.Globalization;

namespace CampaignEvents.Api.Imports;

/// <summary>Names every line of an import that was not taken, and why. It repeats nothing of the line: that may be personal.</summary>
internal sealed class RejectsFile(string path) : IDisposable
{
    private StreamWriter? _writer;

    public long Count { get; private set; }

    public string Path => path;

    /// <summary>The default place: in the current directory, after the name of the file that is read.</summary>
    public static string PathFor(string file) => System.IO.Path.GetFileNameWithoutExtension(file) + ".rejects.csv";

    public void Add(long line, string reason)
    {
        if (_writer is null)
        {
            _writer = new StreamWriter(path, append: false);
            _writer.WriteLine("line,reason");
        }
        Count++;
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line},\"{reason.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    public void Dispose() => _writer?.Dispose();
}
