using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Signatures;

/// <summary>A person's latest signature in a campaign.</summary>
/// <param name="Fingerprint">By which the person is recognised.</param>
/// <param name="SignatureId">Id of the latest signature.</param>
/// <param name="Status">Where that signature stands.</param>
/// <param name="Number">Its number; null until it counts.</param>
/// <param name="Count">The campaign's count when it was counted: what its first answer said.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null when unknown.</param>
/// <param name="Channel">How the signatory came; null when unknown.</param>
/// <param name="Referral">The share that brought it.</param>
public sealed record Signatory(
    Fingerprint Fingerprint, Guid SignatureId, SignatureStatus Status, long? Number, long? Count,
    string? Country, string? Channel, Guid? Referral)
{
    /// <summary>The signatory after an event. Events of other kinds leave it as it is.</summary>
    /// <param name="signatory">Null when never seen.</param>
    /// <param name="event">An event of this signatory, or of none.</param>
    /// <param name="after">The campaign's progress after the event.</param>
    public static Signatory? Evolve(Signatory? signatory, LedgerEvent @event, Progress after) => (@event, signatory) switch
    {
        (SignatureCounted e, _) => new(e.Signatory, e.SignatureId, SignatureStatus.Counted, e.Number, after.Count, e.Country, e.Channel, e.Referral),
        (SignatureSubmitted e, _) => new(e.Signatory, e.SignatureId, SignatureStatus.Pending, null, null, e.Country, e.Channel, e.Referral),
        (SignatureConfirmed e, { } known) => known with { Status = SignatureStatus.Counted, Number = e.Number, Count = after.Count },
        (SignatureWithdrawn, { } known) => known with { Status = SignatureStatus.Withdrawn },
        (SignatureInvalidated, { } known) => known with { Status = SignatureStatus.Invalidated },
        _ => signatory,
    };
}
