using System.Text.Json.Serialization;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Campaigns;

/// <summary>A campaign, with its progress now.</summary>
internal sealed record CampaignAnswer(
    string Slug, string Title, string Statement, string AddressedTo, DateTimeOffset LaunchedAt, string Confirmation,
    DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, IReadOnlyList<long> Ladder, IReadOnlyList<long> Thresholds, ProgressAnswer Progress)
{
    public static CampaignAnswer Of(CampaignPage page, Campaign campaign, DateTimeOffset now) => new(
        page.Slug, page.Title, page.Statement, page.AddressedTo, page.LaunchedAt,
        campaign.Confirmation == Domain.Campaigns.Confirmation.Email ? "email" : "none",
        campaign.Progress.OpensAt, campaign.Progress.ClosesAt, campaign.Ladder,
        [.. campaign.Watches.Where(w => !w.Removed).Select(w => w.Threshold)], ProgressAnswer.Of(campaign.Progress, now));
}

/// <summary>Campaigns in order of slug.</summary>
/// <param name="Campaigns">At most as many as were asked for.</param>
/// <param name="Next">Pass as <c>after</c> to go on; left out at the end.</param>
internal sealed record CampaignList(IReadOnlyList<CampaignAnswer> Campaigns, string? Next);

/// <summary>How far a campaign is, or was.</summary>
/// <param name="Count">Counted, less withdrawn and invalidated, plus external.</param>
/// <param name="Counted">Numbers given: signatures that ever counted.</param>
/// <param name="Pending">Submitted, awaiting confirmation.</param>
/// <param name="Withdrawn">Counted, then taken back by the signatory.</param>
/// <param name="Invalidated">Counted, then taken out by staff.</param>
/// <param name="External">Collected elsewhere and reported as a figure.</param>
/// <param name="Goal">Signatures asked for next.</param>
/// <param name="Remaining">Missing to the goal.</param>
/// <param name="Percent">Of the goal, rounded down to one decimal.</param>
/// <param name="State"><c>scheduled</c>, <c>open</c> or <c>closed</c>.</param>
/// <param name="LastSignedAt">When the latest signature counted; null when none has.</param>
/// <param name="Line">The ledger line this is the state after.</param>
/// <param name="AsOf">The moment this holds for: as asked, else that of reading.</param>
internal sealed record ProgressAnswer(
    long Count, long Counted, long Pending, long Withdrawn, long Invalidated, long External, long Goal, long Remaining,
    decimal Percent, string State, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? LastSignedAt, long Line,
    DateTimeOffset AsOf)
{
    public static ProgressAnswer Of(Progress p, DateTimeOffset asOf) => new(
        p.Count, p.Counted, p.Pending, p.Withdrawn, p.Invalidated, p.External, p.Goal, p.Remaining, p.Percent,
        p.StateAt(asOf) switch
        {
            CampaignState.Scheduled => "scheduled",
            CampaignState.Closed => "closed",
            _ => "open",
        },
        p.LastSignedAt, p.Line, asOf);
}
