namespace CampaignEvents.Contracts;

/// <summary>What a day brought to the campaigns that a receiver is told of.</summary>
/// <param name="At">The day's end, UTC; no later line is counted.</param>
/// <param name="From">Its beginning.</param>
/// <param name="Campaigns">Those that took signatures, or of which something changed; by title.</param>
public sealed record DailyDigest(DateTimeOffset At, DateTimeOffset From, IReadOnlyList<CampaignDay> Campaigns) : Announcement(At);

/// <summary>A campaign's day.</summary>
/// <param name="Campaign">Which campaign.</param>
/// <param name="Count">At the day's end.</param>
/// <param name="Change">Since the day's beginning; below zero when more was taken out than came.</param>
/// <param name="Goal">Asked for at the day's end.</param>
/// <param name="State"><c>scheduled</c>, <c>open</c> or <c>closed</c> at the day's end.</param>
/// <param name="Reached">Thresholds reached for the first time that day.</param>
public sealed record CampaignDay(CampaignReference Campaign, long Count, long Change, long Goal, string State, IReadOnlyList<long> Reached);
