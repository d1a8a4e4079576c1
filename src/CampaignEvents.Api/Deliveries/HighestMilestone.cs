using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Milestones;
using Marten;

namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Tells whether a milestone is the highest that one line crossed. They come right behind that line, the lowest first, so the next
/// line tells; it is asked of the ledger, for a page of lines may end between them.
/// </summary>
internal static class HighestMilestone
{
    /// <summary>True for a line that is no milestone reached or regained.</summary>
    public static async Task<bool> IsAsync(IQuerySession session, Guid campaignId, Line line, CancellationToken cancellation)
    {
        if (ByLine(line) is not { } byLine)
            return true;
        var next = await session.Events.FetchStreamAsync(campaignId, version: line.Number + 1, fromVersion: line.Number + 1, token: cancellation);
        return next.Count == 0 || ByLine(StoredLine.Read(next[0])) != byLine;
    }

    private static long? ByLine(Line line) => line.Event switch
    {
        MilestoneReached reached => reached.ByLine,
        MilestoneRegained regained => regained.ByLine,
        _ => null,
    };
}
