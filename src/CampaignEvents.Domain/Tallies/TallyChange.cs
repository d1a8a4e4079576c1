using System.Collections.Immutable;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Tallies;

/// <summary>What a line changes in the tallies. In every dimension the keys, with unknown, sum to the count.</summary>
/// <param name="Dimension">Country, channel or share.</param>
/// <param name="Key">Country code, channel or share id; <see cref="Unknown"/> where there is none.</param>
/// <param name="Change">Signatures more, or less.</param>
public readonly record struct TallyChange(Dimension Dimension, string Key, long Change)
{
    /// <summary>The key of what cannot be told apart.</summary>
    public const string Unknown = "";

    public static ImmutableArray<TallyChange> Of(LedgerEvent @event) => @event switch
    {
        SignatureCounted e => Each(e.Country, e.Channel, e.Referral, 1),
        SignatureConfirmed e => Each(e.Country, e.Channel, e.Referral, 1),
        SignatureWithdrawn { Number: not null } e => Each(e.Country, e.Channel, e.Referral, -1),
        SignatureInvalidated { Number: not null } e => Each(e.Country, e.Channel, e.Referral, -1),
        ExternalCountRecorded e => External(e),
        _ => [],
    };

    private static ImmutableArray<TallyChange> Each(string? country, string? channel, Guid? share, long change) =>
    [
        new(Dimension.Country, country ?? Unknown, change),
        new(Dimension.Channel, channel ?? Unknown, change),
        new(Dimension.Share, share?.ToString() ?? Unknown, change),
    ];

    private static ImmutableArray<TallyChange> External(ExternalCountRecorded recorded)
    {
        var countries = recorded.CountryChanges ?? ImmutableSortedDictionary<string, long>.Empty;
        var unknown = recorded.Change - countries.Values.Sum();
        return
        [
            .. countries.Select(c => new TallyChange(Dimension.Country, c.Key, c.Value)),
            .. unknown == 0 ? Array.Empty<TallyChange>() : [new(Dimension.Country, Unknown, unknown)],
            new(Dimension.Channel, Unknown, recorded.Change),
            new(Dimension.Share, Unknown, recorded.Change),
        ];
    }
}
