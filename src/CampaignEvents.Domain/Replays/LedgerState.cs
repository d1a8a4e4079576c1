using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Domain.Replays;

/// <summary>All that a ledger comes to after a line. Its size does not grow with the ledger.</summary>
/// <param name="Campaign">What decisions know of the campaign.</param>
/// <param name="Countries">The count by ISO 3166-1 alpha-2 code, unknown under the empty key; none is 0. Sums to the count.</param>
/// <param name="Channels">The count by channel, in the same way.</param>
/// <param name="Shares">Links through which the campaign was passed on.</param>
/// <param name="Referred">The part of the count that came through such a link.</param>
/// <param name="Milestones">In the order in which they were reached.</param>
public sealed record LedgerState(
    Campaign Campaign, ImmutableSortedDictionary<string, long> Countries, ImmutableSortedDictionary<string, long> Channels,
    long Shares, long Referred, ImmutableArray<Milestone> Milestones)
{
    /// <summary>Before the first line.</summary>
    public static readonly LedgerState Empty = new(
        Campaign.Unlaunched, ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal), 0, 0, []);
}
