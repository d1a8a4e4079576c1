using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Scenarios;
using CampaignEvents.Domain.Signatures;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Scenarios;

/// <summary>Each rule by example.</summary>
public sealed class ScenarioRuleTests
{
    private static readonly DateTimeOffset _one = Noon.AddHours(1), _two = Noon.AddHours(2), _three = Noon.AddHours(3);

    [Fact]
    public void an_added_threshold_is_reached_by_the_line_that_crosses_it_and_is_the_only_line_that_changed()
    {
        var here = Replay(Terms, new(AddThresholds: [2]), Sign(1), Sign(2, _one), Sign(3, _two));
        here.State.Milestones.ShouldBe([new(2, _one, 2, ByLine: 3, Id(2), null)]);
        here.Changed.ShouldBe(Changed((ScenarioRule.AddThresholds, 1)));
    }

    [Fact]
    public void other_thresholds_take_the_place_of_the_campaigns_and_of_what_staff_changed()
    {
        var here = Replay(Terms with { Thresholds = [1] }, new(Thresholds: [2]), Sign(1), new AddThreshold(3, Noon), Sign(2), Sign(3));
        here.State.Milestones.Select(m => m.Threshold).ShouldBe([2]);
        // Reached 1, reached 3 and the decision to add 3 are missing; reached 2 is new.
        here.Changed.ShouldBe(Changed((ScenarioRule.Thresholds, 3), (ScenarioRule.Following, 1)));
    }

    [Fact]
    public void another_ladder_raises_the_goal_otherwise_and_a_goal_that_staff_set_still_stands()
    {
        var here = Replay(Terms with { Goal = 1, Ladder = [1, 2, 9] }, new(Ladder: [1, 3]), Sign(1), new ChangeGoal(4, Noon));
        here.Lines.Select(l => l.Event).OfType<GoalRaised>().ShouldBe([new(1, 3)]);
        here.State.Campaign.Progress.Goal.ShouldBe(4);
    }

    [Fact]
    public void what_the_scenarios_campaign_would_have_refused_is_left_out()
    {
        var here = Replay(ByEmail, new(CountFrom: CountFrom.Submission), Sign(1), Sign(2), new AddThreshold(2, Noon), Confirm(1), Confirm(2));
        here.State.Milestones.ShouldBeEmpty();
        here.Changed.ShouldBe(Changed((ScenarioRule.CountFrom, 4), (ScenarioRule.Following, 2)));
    }

    [Fact]
    public void a_pending_signature_that_counted_from_submission_takes_back_a_counted_one_when_it_goes()
    {
        var here = Replay(ByEmail, new(CountFrom: CountFrom.Submission), Sign(1), Sign(2), Withdraw(1), Invalidate(2));
        here.State.Campaign.Progress.ShouldSatisfyAllConditions(
            p => p.Counted.ShouldBe(2), p => p.Pending.ShouldBe(0), p => p.Withdrawn.ShouldBe(1), p => p.Invalidated.ShouldBe(1), p => p.Count.ShouldBe(0));
        here.Lines.Select(l => l.Event).OfType<SignatureInvalidated>().Single().Number.ShouldBe(2);
    }

    [Fact]
    public void a_signature_that_was_confirmed_too_late_stays_pending_and_goes_as_such()
    {
        var here = Replay(ByEmail, new(ClosesAt: _one), Sign(1), Confirm(1, _two), Withdraw(1, _three));
        here.Lines.Select(l => l.Event.GetType()).ShouldBe([typeof(CampaignLaunched), typeof(SignatureSubmitted), typeof(SignatureWithdrawn)]);
        here.State.Campaign.Progress.ShouldSatisfyAllConditions(p => p.Count.ShouldBe(0), p => p.Pending.ShouldBe(0), p => p.Withdrawn.ShouldBe(0));
        here.Changed.ShouldBe(Changed((ScenarioRule.ClosesAt, 2)));
    }

    [Fact]
    public void closing_at_another_time_leaves_out_later_signatures_and_what_staff_closed_and_reopened()
    {
        var here = Replay(Terms, new(ClosesAt: _two), Sign(1), new CloseCampaign(Noon), new ReopenCampaign(null, _one), Sign(2, _one), Sign(3, _two), Report(5, at: _three));
        here.State.Campaign.Progress.ShouldSatisfyAllConditions(p => p.Counted.ShouldBe(2), p => p.External.ShouldBe(5), p => p.ClosesAt.ShouldBe(_two));
        here.Changed.ShouldBe(Changed((ScenarioRule.ClosesAt, 3)));
    }

    [Fact]
    public void of_a_household_the_first_counts_and_when_that_one_goes_the_next_to_come()
    {
        var here = Replay(Terms, new(OnePer: OnePer.Household), Home(1), Home(2), Withdraw(1), Home(3), Withdraw(2), Sign(4), Sign(5));
        here.Lines.Select(l => l.Event).OfType<SignatureCounted>().Select(e => (e.SignatureId, e.Number)).ShouldBe([(Id(1), 1), (Id(3), 2), (Id(4), 3), (Id(5), 4)]);
        here.Changed.ShouldBe(Changed((ScenarioRule.OnePer, 2)));
    }

    [Fact]
    public void a_pending_signature_keeps_its_household()
    {
        var here = Replay(ByEmail, new(OnePer: OnePer.Household), Home(1), Home(2), Confirm(2), Confirm(1));
        here.State.Campaign.Progress.Count.ShouldBe(1);
        here.Lines.Select(l => l.Event).OfType<SignatureConfirmed>().Single().ShouldBe(new(Id(1), 1, "GB", "email", null));
    }

    [Fact]
    public void a_left_out_time_is_judged_by_when_a_signature_was_given_and_not_by_when_it_was_confirmed()
    {
        var rules = new ScenarioRules(LeaveOut: LeaveOut.Nothing with { From = _one, To = _two });
        Replay(ByEmail, rules, Sign(1, Noon), Confirm(1, _one)).State.Campaign.Progress.Count.ShouldBe(1);
        Replay(ByEmail, rules, Sign(1, _one), Confirm(1, _two)).Changed.ShouldBe(Changed((ScenarioRule.LeaveOutTime, 2)));
        Replay(Terms, rules, Sign(1, _three) with { CollectedAt = _one }).State.Campaign.Progress.Count.ShouldBe(0);
        Replay(Terms, rules, Sign(1, _two)).State.Campaign.Progress.Count.ShouldBe(1);
    }

    [Fact]
    public void a_report_that_is_left_out_is_made_up_for_by_the_sources_next()
    {
        var here = Replay(Terms, new(LeaveOut: LeaveOut.Nothing with { From = _one, To = _two }), Report(5), Report(9, at: _one), Report(12, at: _two));
        here.Lines.Select(l => l.Event).OfType<ExternalCountRecorded>().Select(e => (e.Count, e.Change)).ShouldBe([(5, 5), (12, 7)]);
        here.Changed.ShouldBe(Changed((ScenarioRule.LeaveOutTime, 2)));
    }

    [Fact]
    public void a_left_out_country_is_taken_from_external_counts_too()
    {
        var report = Report(10) with { ByCountry = ImmutableSortedDictionary<string, long>.Empty.Add("DE", 4).Add("FR", 1) };
        var here = Replay(Terms, new(LeaveOut: LeaveOut.Nothing with { Countries = ["DE"] }), Sign(1, country: "DE"), report, Report(11));
        here.State.Campaign.Progress.Count.ShouldBe(11);
        here.Lines.Select(l => l.Event).OfType<ExternalCountRecorded>().Select(e => (e.Count, e.Change)).ShouldBe([(6, 6), (11, 5)]);
        here.Changed.ShouldBe(Changed((ScenarioRule.LeaveOutCountries, 3)));
    }

    [Fact]
    public void a_line_belongs_to_the_first_rule_that_changes_it()
    {
        var all = LeaveOut.Nothing with { Countries = ["DE"], Channels = ["email"], From = _one, To = _two };
        Replay(Terms, new(LeaveOut: all, ClosesAt: Noon), Sign(1, Noon.AddMinutes(-1), channel: null), Sign(2, Noon, country: "DE"), Sign(3, Noon), Sign(4, _one))
            .Changed.ShouldBe(Changed((ScenarioRule.LeaveOutTime, 1), (ScenarioRule.LeaveOutCountries, 1), (ScenarioRule.LeaveOutChannels, 1)));
    }

    [Fact]
    public void addresses_that_are_the_same_as_typed_are_of_one_mailbox()
    {
        // Why one per e-mail as typed can leave out nothing that one per mailbox let in.
        string[] spellings = ["Ada@Example.org", "ada@example.org ", "ada+1@example.org", "a.da@gmail.com", "ada@googlemail.com", "ａda@example.org", "ADA+1@EXAMPLE.org"];
        foreach (var (one, other) in spellings.SelectMany(_ => spellings, (a, b) => (a, b)).Where(p => EmailAddress.Mailbox(p.a) == EmailAddress.Mailbox(p.b)))
            EmailAddress.Normalize(one).ShouldBe(EmailAddress.Normalize(other));
    }

    [Fact]
    public void everything_wrong_with_rules_is_named() => new ScenarioRules(
            [2, 1], [0], [.. Enumerable.Range(1, 101).Select(n => (long)n)], CountFrom.Confirmation, null,
            new(["DE", "XX"], ["E-Mail"], [""], _two, _one), Morning).Problems(Confirmation.None, Morning).Select(p => p.Field)
        .ShouldBe(["ladder", "thresholds", "addThresholds", "countFrom", "leaveOut.countries", "leaveOut.channels", "leaveOut.sources", "leaveOut.to", "closesAt"]);

    private static SignCampaign Home(int n) => Sign(n) with { Household = Print(77) };

    private static ImmutableSortedDictionary<ScenarioRule, long> Changed(params (ScenarioRule Rule, long Lines)[] changed) =>
        changed.ToImmutableSortedDictionary(c => c.Rule, c => c.Lines);

    private static Replayed Replay(CampaignTerms terms, ScenarioRules rules, params Command[] commands)
    {
        var world = new World();
        foreach (var command in (Command[])[new LaunchCampaign(terms, Morning), .. commands])
            world.Do(command).Rejection.ShouldBeNull(command.ToString());
        return Replayed.Of(world.Lines, rules);
    }
}
