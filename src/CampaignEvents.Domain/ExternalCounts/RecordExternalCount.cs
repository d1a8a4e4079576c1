using System.Collections.Immutable;

namespace CampaignEvents.Domain.ExternalCounts;

/// <summary>Asks to record how many signatures a source has collected elsewhere, in all, so far.</summary>
/// <param name="Source">Who collected them, 1 to 80 characters; a new figure replaces the same source's last one.</param>
/// <param name="Count">0 or more.</param>
/// <param name="ByCountry">The part whose country is known; sums to the count at most.</param>
/// <param name="CollectedAt">When they were counted, where that is earlier than today's line.</param>
/// <param name="InHistory">True: <see cref="Command.At"/> is when it was, and must not lie before the ledger's last line.</param>
/// <param name="At">When it was asked, or when it was.</param>
/// <param name="MessageId">Of the message that it came with, which is recorded at most once; null: it came otherwise.</param>
public sealed record RecordExternalCount(
    string Source, long Count, ImmutableSortedDictionary<string, long>? ByCountry, DateTimeOffset? CollectedAt,
    bool InHistory, DateTimeOffset At, Guid? MessageId = null) : Command(At)
{
    /// <summary>The most sources of one campaign.</summary>
    public const int MaximumSources = 100;

    public override Needs Needs => new(MessageId: MessageId);

    public override Decision Decide(Facts facts)
    {
        // Another reading may have come since, so that it would look new.
        if (facts.IsRepeat)
            return Decision.NoChange;
        var sources = facts.Campaign.Sources;
        var known = sources.GetValueOrDefault(Source);
        if (InHistory && LedgerTime.Truncate(At) < facts.Campaign.Progress.At)
            return Rejections.OlderThanLedger;
        if (known is null && sources.Count >= MaximumSources)
            return Rejections.TooManySources;
        if (known is not null && known.Count == Count && (known.ByCountry ?? Nowhere).SequenceEqual(ByCountry ?? Nowhere))
            return Decision.NoChange;
        return new ExternalCountRecorded(
            Source, Count, Count - (known?.Count ?? 0), ByCountry, Changes(known?.ByCountry ?? Nowhere, ByCountry ?? Nowhere), CollectedAt);
    }

    private static ImmutableSortedDictionary<string, long> Nowhere => ImmutableSortedDictionary<string, long>.Empty;

    private static ImmutableSortedDictionary<string, long>? Changes(
        ImmutableSortedDictionary<string, long> before, ImmutableSortedDictionary<string, long> after)
    {
        var changes = before.Keys.Union(after.Keys)
            .Select(country => KeyValuePair.Create(country, after.GetValueOrDefault(country) - before.GetValueOrDefault(country)))
            .Where(change => change.Value != 0)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return changes.IsEmpty ? null : changes;
    }
}
