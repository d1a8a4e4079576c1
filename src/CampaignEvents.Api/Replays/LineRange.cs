namespace CampaignEvents.Api.Replays;

/// <summary>Which lines of a ledger are read.</summary>
/// <param name="After">Lines behind this one; 0: from the first.</param>
/// <param name="To">Up to and with this line; null: to the end.</param>
/// <param name="Until">Up to and at this ledger time; null: to the end.</param>
internal readonly record struct LineRange(long After = 0, long? To = null, DateTimeOffset? Until = null);
