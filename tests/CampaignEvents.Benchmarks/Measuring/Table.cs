using System.Globalization;
using System.Text;

namespace CampaignEvents.Benchmarks.Measuring;

/// <summary>A Markdown table whose columns line up, so that it reads the same on a terminal. The first column is text, the others figures.</summary>
internal sealed class Table(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells, .. Enumerable.Repeat("", columns.Length - cells.Length)]);

    public static string Number(double value, string format = "N0") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Median, then lowest and highest.</summary>
    public static string[] Spread(Figure figure, string format = "N0") =>
        [Number(figure.Median, format), $"{Number(figure.Lowest, format)} – {Number(figure.Highest, format)}"];

    public static string Ratio(double ratio) => $"{Number(ratio, Format(ratio))} ×";

    /// <summary>Ratio, the ratio to reach, and whether it is reached.</summary>
    public static string[] AtLeast(double ratio, double wanted) =>
        [Ratio(ratio), $"≥ {Number(wanted, "0.##")} ×", ratio >= wanted ? "yes" : "**no**"];

    public static string[] AtMost(double value, double wanted, string unit) =>
        [$"{Number(value, Format(value))} {unit}", $"≤ {Number(wanted, "0.##")} {unit}", value <= wanted ? "yes" : "**no**"];

    public override string ToString()
    {
        var widths = columns.Select((column, index) => _rows.Select(r => r[index].Length).Append(column.Length).Append(3).Max()).ToArray();
        var text = new StringBuilder();
        Line(columns);
        Line([.. widths.Select((width, index) => index == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
        _rows.ForEach(Line);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ")
            .AppendJoin(" | ", cells.Select((cell, index) => index == 0 ? cell.PadRight(widths[index]) : cell.PadLeft(widths[index])))
            .Append(" |\n");
    }

    private static string Format(double value) => value < 10 ? "F2" : "F1";
}
