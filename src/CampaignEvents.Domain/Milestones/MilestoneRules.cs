using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Domain.Milestones;

/// <summary>What follows by rule when the count has moved.</summary>
public static class MilestoneRules
{
    /// <summary>
    /// Thresholds reached or regained, lowest first; thresholds fallen below, highest first; then the goal raised to the
    /// first rung above the count.
    /// </summary>
    public static IEnumerable<LedgerEvent> After(Campaign campaign, Crossing crossing) => IsSettled(campaign) ? [] : Changes(campaign, crossing);

    /// <summary>Whether nothing would follow: the usual case, told without making anything.</summary>
    public static bool IsSettled(Campaign campaign)
    {
        var count = campaign.Progress.Count;
        foreach (var watch in campaign.Watches)
        {
            if (watch.Threshold <= count ? !watch.Reached || watch is { Below: true, Removed: false } : watch is { Reached: true, Below: false, Removed: false })
                return false;
        }
        return count < campaign.Progress.Goal || GoalLadder.Next(campaign.Ladder, count) is null;
    }

    private static IEnumerable<LedgerEvent> Changes(Campaign campaign, Crossing crossing)
    {
        var (line, signatureId, source) = crossing;
        var (count, goal) = (campaign.Progress.Count, campaign.Progress.Goal);

        for (var i = 0; i < campaign.Watches.Length && campaign.Watches[i].Threshold <= count; i++)
        {
            var watch = campaign.Watches[i];
            if (!watch.Reached)
                yield return new MilestoneReached(watch.Threshold, count, line, signatureId, source);
            else if (watch is { Below: true, Removed: false })
                yield return new MilestoneRegained(watch.Threshold, count, line, signatureId, source);
        }

        for (var i = campaign.Watches.Length - 1; i >= 0 && campaign.Watches[i].Threshold > count; i--)
        {
            var watch = campaign.Watches[i];
            if (watch is { Reached: true, Below: false, Removed: false })
                yield return new MilestoneFallenBelow(watch.Threshold, count, line, signatureId, source);
        }

        if (count >= goal && GoalLadder.Next(campaign.Ladder, count) is { } next)
            yield return new GoalRaised(goal, next);
    }
}
