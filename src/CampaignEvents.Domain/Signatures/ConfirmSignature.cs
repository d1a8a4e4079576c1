namespace CampaignEvents.Domain.Signatures;

/// <summary>Asks to count a pending signature. Judged by its own time: a closed campaign's count does not grow by it.</summary>
public sealed record ConfirmSignature(Guid SignatureId, DateTimeOffset At) : Command(At)
{
    public override Needs Needs => new(SignatureId: SignatureId);

    public override Decision Decide(Facts facts) => (facts.Campaign, facts.Signatory) switch
    {
        (_, null) => Rejections.SignatureUnknown,
        (_, { Status: SignatureStatus.Counted }) => Decision.NoChange,
        (_, { Status: SignatureStatus.Withdrawn }) => Rejections.SignatureWithdrawn,
        (_, { Status: SignatureStatus.Invalidated }) => Rejections.SignatureInvalidated,
        ({ } campaign, _) when !campaign.IsOpenAt(At) => Rejections.CampaignNotOpen,
        ({ } campaign, { } signatory) => new SignatureConfirmed(
            SignatureId, campaign.Progress.Counted + 1, signatory.Country, signatory.Channel, signatory.Referral),
    };
}
