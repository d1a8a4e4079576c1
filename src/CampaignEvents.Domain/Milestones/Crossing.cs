using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Milestones;

/// <summary>The line that moved the count.</summary>
/// <param name="Line">Its number.</param>
/// <param name="SignatureId">The signature that came or went; null for an external count.</param>
/// <param name="Source">The source of the external count; null for a signature.</param>
public sealed record Crossing(long Line, Guid? SignatureId, string? Source)
{
    /// <summary>Null when the line does not move the count.</summary>
    public static Crossing? By(Line line) => line.Event switch
    {
        SignatureCounted counted => new(line.Number, counted.SignatureId, null),
        SignatureConfirmed confirmed => new(line.Number, confirmed.SignatureId, null),
        SignatureWithdrawn { Number: not null } withdrawn => new(line.Number, withdrawn.SignatureId, null),
        SignatureInvalidated { Number: not null } invalidated => new(line.Number, invalidated.SignatureId, null),
        ExternalCountRecorded external => new(line.Number, null, external.Source),
        _ => null,
    };
}
