namespace CampaignEvents.Api.Http;

/// <summary>Room for so many connections that last.</summary>
internal sealed class Places(int most)
{
    private int _taken;

    /// <summary>False when all are taken; who got one gives it back with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
