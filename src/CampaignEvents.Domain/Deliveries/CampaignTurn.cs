using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>
/// A moment, set beforehand, at which a campaign opens or closes by itself. It is no event: signatures are judged by their own
/// time. Who wants to hear of it is told by the clock.
/// </summary>
/// <param name="Opens">Whether it opens; else it closes.</param>
/// <param name="At">The moment that was set.</param>
/// <param name="Line">The line that set it.</param>
public sealed record CampaignTurn(bool Opens, DateTimeOffset At, long Line)
{
    public string Type => Opens ? AnnouncementType.CampaignOpened : AnnouncementType.CampaignClosed;

    /// <summary>The turns that a line sets; none that lie before it.</summary>
    public static IEnumerable<CampaignTurn> SetBy(Line line)
    {
        var (opensAt, closesAt) = line.Event switch
        {
            CampaignLaunched { Terms: var terms } => (terms.OpensAt, terms.ClosesAt),
            CampaignReopened reopened => (null, reopened.ClosesAt),
            _ => (null, null),
        };
        if (opensAt > line.At)
            yield return new(true, opensAt.Value, line.Number);
        if (closesAt > line.At)
            yield return new(false, closesAt.Value, line.Number);
    }

    /// <summary>Whether it comes about: staff may have closed the campaign before, or set another time.</summary>
    /// <param name="progress">As it stood at that moment.</param>
    public bool ComesAboutIn(Progress progress) => !progress.Closed && (Opens ? progress.OpensAt : progress.ClosesAt) == At;
}
