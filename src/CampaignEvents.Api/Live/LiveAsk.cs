using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Live;

/// <summary>What one reading of the store is for.</summary>
/// <param name="At">The moment it stands for.</param>
/// <param name="Campaigns">Those that are listened to, and those written to lately.</param>
/// <param name="All">Whatever has changed elsewhere is wanted as well.</param>
/// <param name="Afresh">And so is what has not.</param>
/// <param name="Waiting">Those who have yet to be told where all campaigns stand.</param>
internal sealed record LiveAsk(DateTimeOffset At, IReadOnlyList<LiveAsked> Campaigns, bool All, bool Afresh, IReadOnlyList<LiveListener> Waiting);

/// <summary>One campaign of a reading.</summary>
/// <param name="Id">The campaign's id.</param>
/// <param name="Line">Known up to here; 0: not at all.</param>
/// <param name="Waiting">Those who have yet to be told where it stands.</param>
internal sealed record LiveAsked(Guid Id, long Line, IReadOnlyList<LiveListener> Waiting)
{
    /// <summary>Behind this line somebody has missed milestones; null: nobody has.</summary>
    public long? MissedBehind => Waiting.Min(listener => listener.Told);
}

/// <summary>What a reading brought.</summary>
/// <param name="Changed">Campaigns with new lines.</param>
/// <param name="Missed">By campaign, the first milestones of those that somebody missed.</param>
/// <param name="Lately">Of all campaigns, the milestones of late, in order; only when somebody missed some.</param>
internal sealed record LiveReading(
    IReadOnlyDictionary<Guid, LiveNews> Changed, IReadOnlyDictionary<Guid, IReadOnlyList<MilestoneRow>> Missed,
    IReadOnlyList<(string Slug, MilestoneRow Row)> Lately);

/// <summary>What is new of a campaign.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="WrittenAt">When its ledger was written to, by the database's clock.</param>
/// <param name="Progress">After its last line.</param>
/// <param name="Passed">Milestones between what was known and that line.</param>
internal sealed record LiveNews(string Slug, DateTimeOffset WrittenAt, Progress Progress, IReadOnlyList<MilestoneRow> Passed);
