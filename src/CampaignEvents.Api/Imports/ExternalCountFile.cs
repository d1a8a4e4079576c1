using System.Globalization;
using CampaignEvents.Domain.Campaigns;
using CsvHelper;
using CsvHelper.Configuration;

namespace CampaignEvents.Api.Imports;

/// <summary>One line of a file of external counts.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="At">When the count was so; UTC where the file gives no offset.</param>
/// <param name="Count">The source's figure, in all.</param>
/// <param name="Problem">Why it cannot be read; null when it can.</param>
internal sealed record Reading(long Line, DateTimeOffset At, long Count, string? Problem);

/// <summary>Reads CSV with the columns <c>timestamp,count</c>.</summary>
internal static class ExternalCountFile
{
    /// <exception cref="InvalidDataException">The header is not as expected.</exception>
    public static IEnumerable<Reading> Read(TextReader text)
    {
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, TrimOptions = TrimOptions.Trim });
        if (!csv.Read() || csv.Record is not { } header || !header.SequenceEqual(["timestamp", "count"], StringComparer.OrdinalIgnoreCase))
            throw new InvalidDataException("The first line must be: timestamp,count");
        while (csv.Read())
            yield return Parse(csv.RawRow, csv.Record!);
    }

    private static Reading Parse(long line, string[] cells)
    {
        if (cells.Length != 2)
            return new(line, default, 0, "must have two columns");
        if (!FileTime.TryParse(cells[0], out var at))
            return new(line, default, 0, "timestamp cannot be read");
        if (!long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > CampaignTerms.MaximumCount)
            return new(line, default, 0, "count must be a whole number between 0 and 1,000,000,000");
        return new(line, at, count, null);
    }
}
