using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tallies;
using CsCheck;

namespace CampaignEvents.Domain.Tests.Laws;

/// <summary>What holds for every ledger, whatever was asked of it and in whatever order.</summary>
public sealed class LedgerLawTests
{
    private static void Always(Action<World> law) => RandomCommands.Sequence.Sample(commands =>
    {
        var world = new World();
        foreach (var command in commands)
            world.Do(command);
        law(world);
    }, iter: 2_000);

    [Fact]
    public void lines_are_numbered_without_gaps_and_their_time_never_goes_backwards() => Always(world =>
    {
        world.Lines.Select(l => l.Number).ShouldBe(Enumerable.Range(1, world.Lines.Count).Select(n => (long)n));
        world.Lines.Zip(world.Lines.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
    });

    [Fact]
    public void numbers_are_1_2_3_without_gaps_and_never_reused() => Always(world =>
    {
        var numbers = world.Lines.Select(l => l.Event switch
        {
            SignatureCounted e => e.Number,
            SignatureConfirmed e => e.Number,
            _ => 0,
        }).Where(n => n > 0).ToList();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Count).Select(n => (long)n));
    });

    [Fact]
    public void the_count_is_what_the_lines_say() => Always(world =>
    {
        var counted = world.Lines.Count(l => l.Event is SignatureCounted or SignatureConfirmed);
        var gone = world.Lines.Count(l => l.Event is SignatureWithdrawn { Number: not null } or SignatureInvalidated { Number: not null });
        var external = world.Lines.Select(l => l.Event).OfType<ExternalCountRecorded>().GroupBy(e => e.Source).Sum(g => g.Last().Count);
        world.Campaign.Progress.Count.ShouldBe(counted - gone + external);
        world.Campaign.Progress.Pending.ShouldBe(world.Signatories.Count(s => s.Status == SignatureStatus.Pending));
        (counted - gone).ShouldBe(world.Signatories.Count(s => s.Status == SignatureStatus.Counted));
    });

    [Fact]
    public void folding_the_lines_again_gives_the_same_campaign() => Always(world =>
    {
        var folded = world.Lines.Aggregate(Campaign.Unlaunched, Campaign.Evolve);
        folded.Progress.ShouldBe(world.Campaign.Progress);
        folded.Watches.ShouldBe(world.Campaign.Watches);
    });

    [Fact]
    public void a_milestone_is_reached_once_at_or_above_its_threshold_and_then_falls_and_is_regained_in_turn() => Always(world =>
    {
        var counts = Counts(world);
        foreach (var changes in world.Lines.Where(l => Threshold(l.Event) is not null).GroupBy(l => Threshold(l.Event)))
        {
            changes.First().Event.ShouldBeOfType<MilestoneReached>();
            changes.Count(l => l.Event is MilestoneReached).ShouldBe(1);
            foreach (var (before, after) in changes.Zip(changes.Skip(1)))
                (before.Event is MilestoneFallenBelow && after.Event is MilestoneFallenBelow).ShouldBeFalse();
            foreach (var line in changes)
                (counts[line.Number] >= changes.Key).ShouldBe(line.Event is not MilestoneFallenBelow);
        }
    });

    [Fact]
    public void whatever_is_watched_stands_on_the_right_side_of_the_count() => Always(world =>
    {
        foreach (var watch in world.Campaign.Watches.Where(w => !w.Removed))
            (world.Campaign.Progress.Count >= watch.Threshold).ShouldBe(watch is { Reached: true, Below: false }, watch.ToString());
    });

    [Fact]
    public void countries_channels_and_shares_each_sum_to_the_count() => Always(world =>
    {
        foreach (var tally in world.Lines.SelectMany(l => TallyChange.Of(l.Event)).GroupBy(c => c.Dimension))
            tally.Sum(c => c.Change).ShouldBe(world.Campaign.Progress.Count);
    });

    [Fact]
    public void a_command_asked_twice_in_a_row_records_nothing_the_second_time() => RandomCommands.Sequence.Sample(commands =>
    {
        var world = new World();
        foreach (var command in commands)
        {
            world.Do(command);
            world.Do(command).Lines.ShouldBeEmpty(command.ToString());
        }
    }, iter: 1_000);

    private static Dictionary<long, long> Counts(World world)
    {
        var progress = Progress.None;
        return world.Lines.ToDictionary(l => l.Number, l => (progress = Progress.Evolve(progress, l)).Count);
    }

    private static long? Threshold(LedgerEvent @event) => @event switch
    {
        MilestoneReached e => e.Threshold,
        MilestoneFallenBelow e => e.Threshold,
        MilestoneRegained e => e.Threshold,
        _ => null,
    };
}
