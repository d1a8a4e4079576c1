using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Campaigns;

public sealed class GoalTests
{
    [Fact]
    public void a_goal_can_be_changed() =>
        Given.Campaign().When(new ChangeGoal(300, Noon)).Then(new GoalChanged(100, 300));

    [Fact]
    public void the_same_goal_records_nothing() =>
        Given.Campaign().When(new ChangeGoal(100, Noon)).ThenNothing();

    [Fact]
    public void a_goal_must_be_above_the_count() =>
        Given.Campaign(Report(99)).When(new ChangeGoal(99, Noon)).ThenRefused(Rejections.GoalNotAboveCount);

    [Fact]
    public void a_goal_that_was_given_up_is_no_milestone() =>
        Given.Campaign(Terms with { Ladder = [] }, new ChangeGoal(300, Noon)).When(Report(150)).Then(
            new Domain.ExternalCounts.ExternalCountRecorded("paper", 150, 150, null, null, null));

    [Theory]
    [InlineData(239, 500)]
    [InlineData(5_911, 7_500)]
    [InlineData(34_354, 35_000)]
    [InlineData(36_738, 50_000)]
    [InlineData(43_307, 50_000)]
    [InlineData(217_903, 300_000)]
    [InlineData(3_014_823, 4_500_000)]
    public void the_usual_ladder_gives_the_goals_seen_in_public(long count, long goal) =>
        GoalLadder.Next(GoalLadder.Default, count).ShouldBe(goal);

    [Fact]
    public void percent_is_rounded_down_so_that_100_means_reached()
    {
        (Progress.None with { Goal = 50_000, Counted = 36_738 }).Percent.ShouldBe(73.4m);
        (Progress.None with { Goal = 50_000, Counted = 49_999 }).Percent.ShouldBe(99.9m);
        (Progress.None with { Goal = 50_000, Counted = 50_000 }).Percent.ShouldBe(100m);
    }
}
