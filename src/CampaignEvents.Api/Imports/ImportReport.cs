using System.Globalization;

namespace CampaignEvents.Api.Imports;

/// <summary>What became of an import's lines.</summary>
internal sealed class ImportReport
{
    public long Recorded { get; set; }

    public long AlreadyThere { get; set; }

    /// <summary>Prints it, and gives the exit code: 130 when stopped, 1 when there were lines and none was taken, else 0.</summary>
    public int Print(RejectsFile rejects, bool stopped)
    {
        var see = rejects.Count > 0 ? $" (see {rejects.Path})" : "";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Recorded:N0} recorded, {AlreadyThere:N0} already there, {rejects.Count:N0} rejected{see}"));
        if (stopped)
            Console.WriteLine("Stopped. Run it again to go on.");
        return stopped ? 130 : rejects.Count > 0 && Recorded + AlreadyThere == 0 ? 1 : 0;
    }
}
