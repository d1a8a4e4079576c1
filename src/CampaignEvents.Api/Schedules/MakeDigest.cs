namespace CampaignEvents.Api.Schedules;

/// <summary>Asks for the digest of the day that ends then.</summary>
internal sealed record MakeDigest(DateTimeOffset At);
