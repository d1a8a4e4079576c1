using CampaignEvents.Domain;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Checks of single counts.</summary>
internal static class CampaignRules
{
    public static IEnumerable<Problem> GoalProblems(long? goal) => CountProblems("goal", goal);

    public static IEnumerable<Problem> CountProblems(string field, long? count) =>
        count is null ? [new(field, "is required")] : GoalLadder.Problems(field, [count.Value]);
}
