using System.Collections.Immutable;

namespace CampaignEvents.Domain;

/// <summary>What a command comes to: events, nothing new, or a refusal.</summary>
public readonly record struct Decision(ImmutableArray<LedgerEvent> Events, Rejection? Rejection)
{
    /// <summary>The command's wish is already fact, so nothing is recorded.</summary>
    public static readonly Decision NoChange = new([], null);

    public static implicit operator Decision(LedgerEvent @event) => new([@event], null);

    public static implicit operator Decision(Rejection rejection) => new([], rejection);
}
