namespace CampaignEvents.Api.Campaigns;

/// <summary>How the count grew.</summary>
/// <param name="By"><c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="Zone">IANA time zone in which hours and days begin.</param>
/// <param name="Line">The ledger line this is the state after.</param>
/// <param name="Points">In order of time; a time without a line has none.</param>
/// <param name="Next">Pass as <c>from</c> to go on; left out at the end.</param>
internal sealed record TimelineAnswer(string By, string Zone, long Line, IReadOnlyList<TimelinePoint> Points, DateTimeOffset? Next);

/// <summary>One minute, hour or day.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Counted">Signatures that came to count.</param>
/// <param name="Removed">Signatures withdrawn or invalidated.</param>
/// <param name="External">Change of the external counts.</param>
/// <param name="Count">The count at its end.</param>
internal sealed record TimelinePoint(DateTimeOffset At, long Counted, long Removed, long External, long Count);
