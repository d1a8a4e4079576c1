namespace CampaignEvents.Domain;

/// <summary>Something somebody asks of a campaign. Time and ids come with it; deciding makes neither.</summary>
/// <param name="At">When it was asked: the arrival of the request. Open and closed are judged by it.</param>
public abstract record Command(DateTimeOffset At)
{
    /// <summary>The facts that must be loaded for <see cref="Decide"/>.</summary>
    public virtual Needs Needs => default;

    /// <summary>Decides over a launched campaign, without effect. Asked again after its events, it records nothing.</summary>
    public abstract Decision Decide(Facts facts);
}
