namespace CampaignEvents.Contracts;

/// <summary>
/// Asks, over the message bus, to record how many signatures a partner has collected elsewhere. A message is recorded at most
/// once: its <c>MessageId</c>, which it must have, decides.
/// </summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Source">Who collected them, at most 80 characters; a new figure replaces the same source's last one.</param>
/// <param name="Count">Its figure, in all, so far: 0 to 1,000,000,000.</param>
/// <param name="ReadAt">When they were counted, if earlier than now.</param>
public sealed record RecordExternalCount(string Campaign, string Source, long Count, DateTimeOffset? ReadAt = null);
