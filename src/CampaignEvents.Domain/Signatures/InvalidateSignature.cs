namespace CampaignEvents.Domain.Signatures;

/// <summary>Asks, for staff, to take a signature out, with a reason. The person cannot sign the campaign again.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Reason">1 to 200 characters, without personal data.</param>
/// <param name="At">When it was asked.</param>
public sealed record InvalidateSignature(Guid SignatureId, string Reason, DateTimeOffset At) : Command(At)
{
    public override Needs Needs => new(SignatureId: SignatureId);

    public override Decision Decide(Facts facts) => facts.Signatory switch
    {
        null => Rejections.SignatureUnknown,
        { Status: SignatureStatus.Invalidated } => Decision.NoChange,
        { Status: SignatureStatus.Withdrawn } => Rejections.SignatureWithdrawn,
        var signatory => new SignatureInvalidated(
            SignatureId, signatory.Number, Reason, signatory.Country, signatory.Channel, signatory.Referral),
    };
}
