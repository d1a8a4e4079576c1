namespace CampaignEvents.Api.Tests.Ledger;

internal static class Chaos
{
    /// <summary>How often each of the tests that kill, freeze and restart does so; <c>CAMPAIGN_EVENTS_CHAOS_ROUNDS</c> sets their long form.</summary>
    public static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("CAMPAIGN_EVENTS_CHAOS_ROUNDS"), out var rounds) ? rounds : 2;

    /// <summary>Whether it does.</summary>
    public static readonly bool Long = Rounds > 2;
}
