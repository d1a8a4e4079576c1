using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain;

/// <summary>Which facts, beside the campaign, a command must see before it can decide.</summary>
/// <param name="Signatory">The signatory of this fingerprint.</param>
/// <param name="SignatureId">The signatory whose latest signature has this id.</param>
/// <param name="ShareId">The share with this id.</param>
/// <param name="MessageId">Whether the message with this id has been decided before.</param>
public readonly record struct Needs(Fingerprint? Signatory = null, Guid? SignatureId = null, Guid? ShareId = null, Guid? MessageId = null);
