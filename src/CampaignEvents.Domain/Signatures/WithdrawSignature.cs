namespace CampaignEvents.Domain.Signatures;

/// <summary>Asks, for its signatory, to take a signature back. Possible at any time, also after closing.</summary>
public sealed record WithdrawSignature(Guid SignatureId, DateTimeOffset At) : Command(At)
{
    public override Needs Needs => new(SignatureId: SignatureId);

    public override Decision Decide(Facts facts) => facts.Signatory switch
    {
        null => Rejections.SignatureUnknown,
        { Status: SignatureStatus.Withdrawn } => Decision.NoChange,
        { Status: SignatureStatus.Invalidated } => Rejections.SignatureInvalidated,
        var signatory => new SignatureWithdrawn(SignatureId, signatory.Number, signatory.Country, signatory.Channel, signatory.Referral),
    };
}
