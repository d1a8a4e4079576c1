using System.Globalization;

namespace CampaignEvents.Api.Imports;

/// <summary>What became of an import's lines.</summary>
internal sealed class ImportReport
{
    public long Recorded { get; set; }

    public long AlreadyThere { get; set; }

    public void Print(RejectsFile rejects) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Recorded:N0} recorded, {AlreadyThere:N0} already there, {rejects.Count:N0} rejected{(rejects.Count > 0 ? $" (see {rejects.Path})" : "")}"));
}
