using System.Collections.Immutable;

namespace CampaignEvents.Domain.ExternalCounts;

/// <summary>A source reported how many signatures it has collected elsewhere.</summary>
/// <param name="Source">Who collected them.</param>
/// <param name="Count">Its figure, in all.</param>
/// <param name="Change">Against its last figure; moves the campaign's count.</param>
/// <param name="ByCountry">The part whose country is known; null when none is.</param>
/// <param name="CountryChanges">Against its last figures by country; null when none changed.</param>
/// <param name="CollectedAt">When they were counted, where that is earlier than the line.</param>
public sealed record ExternalCountRecorded(
    string Source, long Count, long Change, ImmutableSortedDictionary<string, long>? ByCountry,
    ImmutableSortedDictionary<string, long>? CountryChanges, DateTimeOffset? CollectedAt) : LedgerEvent;
