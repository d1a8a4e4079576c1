using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tallies;

namespace CampaignEvents.Domain.Replays;

/// <summary>A line, and what it came to.</summary>
/// <param name="Line">The line.</param>
/// <param name="After">The progress after it.</param>
/// <param name="Changes">What it changed in the tallies.</param>
public readonly record struct FoldedLine(Line Line, Progress After, ImmutableArray<TallyChange> Changes);
