namespace CampaignEvents.Domain.Campaigns;

/// <summary>Asks to begin a campaign. <see cref="Command.At"/> may lie in the past, to bring in history.</summary>
public sealed record LaunchCampaign(CampaignTerms Terms, DateTimeOffset At) : Command(At)
{
    public override Decision Decide(Facts facts) => facts.Campaign switch
    {
        { IsLaunched: false } => new CampaignLaunched(Terms),
        var launched when launched.Terms == Terms.Digest() => Decision.NoChange,
        _ => Rejections.SlugTaken,
    };
}
