using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Signatures;

/// <summary>Asks to add one signatory's signature to a campaign.</summary>
/// <param name="SignatureId">Made at the edge; used only if a signature is recorded.</param>
/// <param name="Signatory">Fingerprint of the normalised e-mail.</param>
/// <param name="Person">Name, e-mail, postcode and comment, sealed with the signatory's key; base64.</param>
/// <param name="Key">What the key that sealed the person is made from; goes into the signatory's row, never into an event.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null when unknown.</param>
/// <param name="Channel">How the signatory came.</param>
/// <param name="Referral">The share that brought them; one that is not known in the campaign is left out.</param>
/// <param name="Mailbox">Fingerprint of the e-mail as typed but for case; null when equal to the signatory's.</param>
/// <param name="Household">Fingerprint of country and postcode; null without a postcode.</param>
/// <param name="CollectedAt">When it was given elsewhere; recorded where that is earlier than the line.</param>
/// <param name="At">Arrival of the request.</param>
public sealed record SignCampaign(
    Guid SignatureId, Fingerprint Signatory, string Person, Guid Key, string? Country, string? Channel, Guid? Referral,
    Fingerprint? Mailbox, Fingerprint? Household, DateTimeOffset? CollectedAt, DateTimeOffset At) : Command(At)
{
    public override Needs Needs => new(Signatory: Signatory, ShareId: Referral);

    // With confirmation by e-mail an outsider must not learn who has signed, so the campaign is looked at first.
    public override Decision Decide(Facts facts) => (facts.Campaign, facts.Signatory) switch
    {
        ({ Confirmation: Confirmation.Email } campaign, _) when !campaign.IsOpenAt(At) => Rejections.CampaignNotOpen,
        (_, { Status: not SignatureStatus.Withdrawn }) => Decision.NoChange,
        ({ } campaign, _) when !campaign.IsOpenAt(At) => Rejections.CampaignNotOpen,
        ({ Confirmation: Confirmation.Email }, _) => new SignatureSubmitted(
            SignatureId, Signatory, Person, Country, Channel, facts.Share?.Id, Mailbox, Household, Earlier(facts)),
        ({ } campaign, _) => new SignatureCounted(
            SignatureId, campaign.Progress.Counted + 1, Signatory, Person, Country, Channel, facts.Share?.Id, Mailbox, Household, Earlier(facts)),
    };

    private DateTimeOffset? Earlier(Facts facts) => CollectedAt < LedgerTime.Of(At, facts.Campaign.Progress.At) ? CollectedAt : null;
}
