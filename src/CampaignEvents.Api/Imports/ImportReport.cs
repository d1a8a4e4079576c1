using System.Globalization;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Imports;

/// <summary>What became of an import's lines.</summary>
internal sealed class ImportReport
{
    public long Recorded { get; set; }

    public long AlreadyThere { get; set; }

    /// <summary>Tells it, and gives the exit code: 130 when stopped, 1 when there were lines and none was taken, else 0.</summary>
    public int Tell(CommandOutput output, RejectsFile rejects, bool stopped)
    {
        var see = rejects.Count > 0 ? $" (see {rejects.Path})" : "";
        var goOn = stopped ? Environment.NewLine + "Stopped. Run it again to go on." : "";
        output.Result(
            new { Recorded, AlreadyThere, Rejected = rejects.Count, Rejects = rejects.Count > 0 ? rejects.Path : null, stopped },
            string.Create(CultureInfo.InvariantCulture, $"{Recorded:N0} recorded, {AlreadyThere:N0} already there, {rejects.Count:N0} rejected{see}{goOn}"));
        return stopped ? 130 : rejects.Count > 0 && Recorded + AlreadyThere == 0 ? 1 : 0;
    }
}
