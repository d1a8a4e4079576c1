using System.Text.Json.Serialization;

namespace CampaignEvents.Contracts;

/// <summary>What others are told. Told at least once, under one delivery id per receiver; without personal data.</summary>
/// <param name="At">The moment it is about, UTC.</param>
public abstract record Announcement([property: JsonPropertyOrder(-1)] DateTimeOffset At);

/// <summary>Something that happened to a campaign.</summary>
/// <param name="Campaign">Which campaign.</param>
/// <param name="Line">The ledger line that it follows from; with the campaign and the type it names the announcement for ever.</param>
/// <param name="At">Ledger time of that line, UTC; of what comes by the clock, the time that was set.</param>
public abstract record CampaignAnnouncement(
    [property: JsonPropertyOrder(-3)] CampaignReference Campaign,
    [property: JsonPropertyOrder(-2)] long Line,
    DateTimeOffset At) : Announcement(At);
