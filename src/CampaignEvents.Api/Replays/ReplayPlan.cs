using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Replays;

/// <summary>What is to be watched, and from where.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Told">What was told last; at the beginning, what need not be told.</param>
/// <param name="StartsAt">The moment at which it goes on: that of the last state told, or of a milestone told after it.</param>
/// <param name="Fresh">It begins, and is not resumed.</param>
/// <param name="Before">The progress of the last state told; for a replay from the launch, none.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Factor">How many times faster than history.</param>
internal sealed record ReplayPlan(
    Guid CampaignId, ReplayPosition Told, DateTimeOffset StartsAt, bool Fresh, Progress Before, DateTimeOffset To, double Factor)
{
    /// <summary>Everything was told before, the end included: only the end has the last moment in its id.</summary>
    public bool IsOver => !Fresh && Told.At >= To;
}
