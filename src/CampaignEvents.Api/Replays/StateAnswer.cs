using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Tallies;

namespace CampaignEvents.Api.Replays;

/// <summary>A campaign's whole state after a line.</summary>
/// <param name="Progress">Counts, goal, and whether it was open.</param>
/// <param name="OpensAt">First moment a signature counts; left out: from launch.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; left out: no end.</param>
/// <param name="Ladder">Goals to raise to.</param>
/// <param name="Thresholds">Counts that are watched, and how they stand.</param>
/// <param name="Sources">The latest external count of each source.</param>
/// <param name="Shares">Links through which the campaign was passed on.</param>
/// <param name="Referred">The part of the count that came through such a link.</param>
/// <param name="Countries">The count by country.</param>
/// <param name="Channels">The count by channel.</param>
/// <param name="Milestones">Thresholds reached, in order.</param>
internal sealed record StateAnswer(
    ProgressAnswer Progress, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, IReadOnlyList<long> Ladder,
    IReadOnlyList<ThresholdState> Thresholds, IReadOnlyList<SourceState> Sources, long Shares, long Referred,
    BreakdownAnswer Countries, BreakdownAnswer Channels, IReadOnlyList<MilestoneAnswer> Milestones)
{
    public static StateAnswer Of(LedgerState state, DateTimeOffset asOf)
    {
        var campaign = state.Campaign;
        return new(
            ProgressAnswer.Of(campaign.Progress, asOf), campaign.Progress.OpensAt, campaign.Progress.ClosesAt, campaign.Ladder,
            [.. campaign.Watches.Where(w => !w.Removed).Select(w => new ThresholdState(w.Threshold, w.Reached, w.Below))],
            [.. campaign.Sources.Select(s => new SourceState(s.Key, s.Value.Count))], state.Shares, state.Referred,
            BreakdownAnswer.Of(state.Countries), BreakdownAnswer.Of(state.Channels), [.. state.Milestones.Select(MilestoneAnswer.Of)]);
    }
}

/// <summary>A count that is watched.</summary>
/// <param name="Threshold">The count.</param>
/// <param name="Reached">The campaign's count was at or above it once.</param>
/// <param name="Below">Reached, and fallen below since.</param>
internal sealed record ThresholdState(long Threshold, bool Reached, bool Below);

/// <summary>What a source last reported.</summary>
internal sealed record SourceState(string Source, long Count);

/// <summary>The count told apart; items and <c>unknown</c> sum to it.</summary>
/// <param name="Unknown">The part that cannot be told apart.</param>
/// <param name="Items">In order of key.</param>
internal sealed record BreakdownAnswer(long Unknown, IReadOnlyList<Tallies.TallyItem> Items)
{
    public static BreakdownAnswer Of(IReadOnlyDictionary<string, long> counts) => new(
        counts.GetValueOrDefault(TallyChange.Unknown),
        [.. counts.Where(c => c.Key != TallyChange.Unknown).Select(c => new Tallies.TallyItem(c.Key, c.Value))]);
}
