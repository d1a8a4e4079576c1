namespace CampaignEvents.Domain.Shares;

/// <summary>Asks to record that a campaign is being passed on through a link.</summary>
/// <param name="ShareId">Carried by the link; signatures that come through it name it as their referral.</param>
/// <param name="Channel">Where it is passed on.</param>
/// <param name="By">The signature of who passes it on; null when that is not known.</param>
/// <param name="At">When it was asked.</param>
public sealed record ShareCampaign(Guid ShareId, string Channel, Guid? By, DateTimeOffset At) : Command(At)
{
    public override Needs Needs => new(SignatureId: By, ShareId: ShareId);

    public override Decision Decide(Facts facts) => facts switch
    {
        { Share: not null } => Decision.NoChange,
        { Signatory: null } when By is not null => Rejections.SignatureUnknown,
        _ => new CampaignShared(ShareId, Channel, By),
    };
}
