using System.Collections.Immutable;

namespace CampaignEvents.Domain.ExternalCounts;

/// <summary>What one source last reported.</summary>
/// <param name="Count">Signatures collected by it so far.</param>
/// <param name="ByCountry">The part of them whose country is known, by ISO 3166-1 alpha-2 code; null when none is.</param>
public sealed record ExternalFigure(long Count, ImmutableSortedDictionary<string, long>? ByCountry);
