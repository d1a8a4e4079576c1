using System.Text.Json.Serialization;

namespace CampaignEvents.Contracts;

/// <summary>
/// Something that happened to a campaign, as others are told of it. Told at least once, under one delivery id per receiver
/// and line; without personal data.
/// </summary>
/// <param name="Campaign">Which campaign.</param>
/// <param name="Line">The ledger line that says so; with the campaign it names the announcement for ever.</param>
/// <param name="At">Ledger time of that line, UTC.</param>
public abstract record Announcement(
    [property: JsonPropertyOrder(-3)] CampaignReference Campaign,
    [property: JsonPropertyOrder(-2)] long Line,
    [property: JsonPropertyOrder(-1)] DateTimeOffset At);
