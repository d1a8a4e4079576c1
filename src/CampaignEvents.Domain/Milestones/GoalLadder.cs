using System.Collections.Immutable;

namespace CampaignEvents.Domain.Milestones;

/// <summary>The goals a campaign is raised to, one after another.</summary>
public static class GoalLadder
{
    /// <summary>The most rungs, or thresholds, a campaign may be launched with.</summary>
    public const int MaximumLength = 100;

    /// <summary>Used when a campaign names none; fits the pairs of count and goal seen on public petition pages.</summary>
    public static readonly ImmutableArray<long> Default =
    [
        100, 200, 500, 1_000, 1_500, 2_500, 5_000, 7_500, 10_000, 15_000, 25_000, 35_000, 50_000, 75_000, 100_000,
        150_000, 200_000, 300_000, 500_000, 750_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 4_500_000, 6_000_000,
        7_500_000, 10_000_000, 15_000_000, 20_000_000, 30_000_000, 50_000_000, 75_000_000, 100_000_000,
    ];

    /// <summary>The first rung above a count; null when the ladder ends below it.</summary>
    public static long? Next(ImmutableArray<long> ladder, long count)
    {
        foreach (var rung in ladder)
        {
            if (rung > count)
                return rung;
        }
        return null;
    }

    /// <summary>Checks one count that must be given: 1 or more.</summary>
    public static IEnumerable<Problem> CountProblems(string field, long? count) =>
        count is null ? [new(field, "is required")] : Problems(field, [count.Value]);

    /// <summary>Checks a list of counts: 1 or more each, ascending, none twice.</summary>
    public static IEnumerable<Problem> Problems(string field, ImmutableArray<long> counts)
    {
        if (counts.Length > MaximumLength)
            yield return new(field, $"has more than {MaximumLength} entries");
        if (counts.Any(count => count is < 1 or > Campaigns.CampaignTerms.MaximumCount))
            yield return new(field, "must be between 1 and 1,000,000,000");
        if (counts.Zip(counts.Skip(1)).Any(pair => pair.First >= pair.Second))
            yield return new(field, "must ascend");
    }
}
