using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Signatures;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Milestones;

public sealed class MilestoneTests
{
    private static readonly CampaignTerms _two = Terms with { Goal = 2, Ladder = [2, 4, 8] };

    [Fact]
    public void the_signature_that_crosses_a_threshold_is_named_and_the_ladder_gives_the_next_goal() =>
        Given.Campaign(_two, Sign(1)).When(Sign(2)).Then(
            Counted(2, 2), new MilestoneReached(2, 2, ByLine: 3, Id(2), null), new GoalRaised(2, 4));

    [Fact]
    public void an_external_count_that_crosses_a_threshold_is_named() =>
        Given.Campaign(_two).When(Report(3)).Then(
            new ExternalCountRecorded("paper", 3, 3, null, null, null), new MilestoneReached(2, 3, ByLine: 2, null, "paper"), new GoalRaised(2, 4));

    [Fact]
    public void one_command_that_crosses_several_thresholds_reaches_each_in_order() =>
        Given.Campaign(_two with { Thresholds = [1, 3, 5] }).When(Report(6)).Then(
            new ExternalCountRecorded("paper", 6, 6, null, null, null),
            new MilestoneReached(1, 6, 2, null, "paper"),
            new MilestoneReached(2, 6, 2, null, "paper"),
            new MilestoneReached(3, 6, 2, null, "paper"),
            new MilestoneReached(5, 6, 2, null, "paper"),
            new GoalRaised(2, 8));

    [Fact]
    public void when_the_ladder_ends_the_goal_stays() =>
        Given.Campaign(_two with { Ladder = [] }).When(Report(2)).Then(
            new ExternalCountRecorded("paper", 2, 2, null, null, null), new MilestoneReached(2, 2, 2, null, "paper"));

    [Fact]
    public void falling_below_and_regaining_are_events_of_their_own_and_nothing_is_reached_twice() =>
        Given.Campaign(_two, Sign(1), Sign(2))
            .When(Withdraw(1)).Then(new SignatureWithdrawn(Id(1), 1, "GB", "email", null), new MilestoneFallenBelow(2, 1, 6, Id(1), null))
            .When(Sign(3)).Then(Counted(3, 3), new MilestoneRegained(2, 2, 8, Id(3), null))
            .When(Invalidate(3)).Then(new SignatureInvalidated(Id(3), 3, "twice the same person", "GB", "email", null), new MilestoneFallenBelow(2, 1, 10, Id(3), null));

    [Fact]
    public void a_fall_through_several_thresholds_names_the_highest_first() =>
        Given.Campaign(Terms with { Thresholds = [1, 2, 3] }, Report(3)).When(Report(0)).Then(
            new ExternalCountRecorded("paper", 0, -3, null, null, null),
            new MilestoneFallenBelow(3, 0, 6, null, "paper"),
            new MilestoneFallenBelow(2, 0, 6, null, "paper"),
            new MilestoneFallenBelow(1, 0, 6, null, "paper"));

    [Fact]
    public void a_threshold_can_be_added_above_the_count() =>
        Given.Campaign(Sign(1)).When(new AddThreshold(2, Noon)).Then(new ThresholdAdded(2))
            .When(Sign(2)).Then(Counted(2, 2), new MilestoneReached(2, 2, 4, Id(2), null));

    [Fact]
    public void a_threshold_that_the_count_has_passed_cannot_be_added() =>
        Given.Campaign(Sign(1)).When(new AddThreshold(1, Noon)).ThenRefused(Rejections.ThresholdNotAboveCount);

    [Fact]
    public void adding_a_threshold_twice_records_nothing_new() =>
        Given.Campaign(new AddThreshold(5, Noon)).When(new AddThreshold(5, Noon)).ThenNothing();

    [Fact]
    public void there_are_at_most_100_thresholds() =>
        Given.Campaign([.. Enumerable.Range(1, 99).Select(n => new AddThreshold(1_000 + n, Noon))])
            .When(new AddThreshold(5_000, Noon)).ThenRefused(Rejections.TooManyThresholds);

    [Fact]
    public void a_removed_threshold_is_not_watched() =>
        Given.Campaign(new AddThreshold(1, Noon)).When(new RemoveThreshold(1, Noon)).Then(new ThresholdRemoved(1)).When(Sign(1)).Then(Counted(1, 1));

    [Fact]
    public void removing_a_threshold_that_is_not_there_records_nothing() =>
        Given.Campaign().When(new RemoveThreshold(7, Noon)).ThenNothing();

    [Fact]
    public void the_goal_cannot_be_removed() =>
        Given.Campaign().When(new RemoveThreshold(100, Noon)).ThenRefused(Rejections.ThresholdIsGoal);

    [Fact]
    public void a_milestone_of_a_threshold_that_was_removed_and_added_again_is_regained_not_reached_again() =>
        Given.Campaign(Terms with { Thresholds = [1] }, Sign(1), new RemoveThreshold(1, Noon), Withdraw(1), new AddThreshold(1, Noon))
            .When(Sign(2)).Then(Counted(2, 2), new MilestoneRegained(1, 1, 7, Id(2), null));
}
