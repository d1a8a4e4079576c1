using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Scenarios;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tallies;
using CampaignEvents.Domain.Tests.Laws;
using CsCheck;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Scenarios;

/// <summary>What holds for every ledger and every set of rules.</summary>
public sealed class ScenarioLawTests
{
    private static readonly Gen<DateTimeOffset?> _moment = Gen.Int[0, 70].Select(m => m > 60 ? (DateTimeOffset?)null : Morning.AddMinutes(m));

    private static readonly Gen<ImmutableArray<long>?> _counts = Gen.Long[1, 12].HashSet[0, 4].Select(Gen.Int[0, 2], (counts, given) =>
        given == 0 ? (ImmutableArray<long>?)[.. counts.Order()] : null);

    private static readonly Gen<LeaveOut> _leaveOut = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 8], Gen.Int[0, 4], _moment, Gen.Int[0, 40], Gen.Int[0, 3]).Select((country, channel, source, from, minutes, time) => new LeaveOut(
        country switch { 0 => ["DE"], 1 => ["GB", "FR"], _ => [] },
        channel switch { 0 => ["email"], 1 => ["facebook"], _ => [] },
        source == 0 ? ["paper"] : [],
        time == 0 ? from : null, time == 0 ? from?.AddMinutes(minutes + 1) : null));

    private static readonly Gen<ScenarioRules> _rules = Gen.Select(_counts, _counts, _counts, Gen.Int[0, 3], Gen.Int[0, 4], _leaveOut, _moment, Gen.Int[0, 2]).Select(
        (ladder, thresholds, add, from, per, leaveOut, closesAt, closes) => new ScenarioRules(
            ladder, thresholds, add, from == 0 ? CountFrom.Submission : null, per < 3 ? (OnePer)per : null, leaveOut, closes == 0 ? closesAt : null));

    // Households of three people, some of them in no household; people of every channel; external counts with countries; closing times.
    private static readonly Gen<Command[]> _sequence = RandomCommands.Sequence.Select(_moment, (commands, closesAt) => commands.Select(c => c switch
    {
        LaunchCampaign launch => launch with { Terms = launch.Terms with { ClosesAt = closesAt > Morning ? closesAt : null } },
        SignCampaign sign => sign with { Household = Household(Person(sign)), Channel = Person(sign) % 3 == 0 ? "facebook" : "email" },
        RecordExternalCount { Count: > 2 } report => report with { ByCountry = ImmutableSortedDictionary<string, long>.Empty.Add("DE", report.Count - 2).Add("FR", 1) },
        _ => c,
    }).ToArray());

    private static readonly Gen<Command[]> _noStaff = _sequence.Select(commands => commands.Where(c =>
        c is not (ChangeGoal or AddThreshold or RemoveThreshold or CloseCampaign or ReopenCampaign)).ToArray());

    private static readonly Gen<Command[]> _inOrder = _noStaff.Select(commands => (Command[])[commands[0], .. commands[1..].Where(c => c.At >= Morning).OrderBy(c => c.At)]);

    [Fact]
    public void the_campaigns_own_rules_change_nothing_whether_left_out_or_spelled_out() => _sequence.Sample(commands =>
    {
        var world = Do(commands);
        var terms = ((CampaignLaunched)world.Lines[0].Event).Terms;
        ScenarioRules[] own =
        [
            ScenarioRules.Own,
            new(Ladder: [.. terms.Ladder]),
            new(Thresholds: [.. terms.Thresholds]),
            new(AddThresholds: []),
            new(CountFrom: terms.Confirmation == Confirmation.Email ? CountFrom.Confirmation : CountFrom.Submission),
            new(OnePer: OnePer.CanonicalEmail),
            new(OnePer: OnePer.Email),
            new(LeaveOut: LeaveOut.Nothing),
            new(LeaveOut: new(["NO"], ["sms"], ["nobody"], null, Morning.AddYears(-1))),
        ];
        foreach (var rules in own)
            IsReality(world, Replayed.Of(world.Lines, rules));
    }, iter: 500);

    [Fact]
    public void the_own_closing_time_spelled_out_or_a_later_one_changes_nothing_where_staff_did_not_close_or_reopen() => _noStaff.Sample(commands =>
    {
        var world = Do(commands);
        var terms = ((CampaignLaunched)world.Lines[0].Event).Terms;
        IsReality(world, Replayed.Of(world.Lines, new(ClosesAt: terms.ClosesAt)));
        var later = Replayed.Of(world.Lines, new(ClosesAt: Morning.AddDays(2)));
        later.Changed.ShouldBeEmpty();
        Replayed.Exact(later.Lines.Skip(1)).ShouldBe(Replayed.Exact(world.Lines.Skip(1)));
    }, iter: 500);

    [Fact]
    public void under_any_rules_the_lines_are_a_ledger_that_keeps_every_law() => Always((world, rules, here) =>
    {
        here.Lines.Select(l => l.Number).ShouldBe(Enumerable.Range(1, here.Lines.Count).Select(n => (long)n));
        here.Lines.Zip(here.Lines.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
        Numbers(here.Lines).ShouldBe(Enumerable.Range(1, Numbers(here.Lines).Count).Select(n => (long)n));

        var fold = new LedgerFold();
        foreach (var line in here.Lines)
            fold.Add(line);
        fold.State.Campaign.Progress.ShouldBe(here.State.Campaign.Progress);
        fold.State.Milestones.ShouldBe(here.State.Milestones);
        foreach (var tally in here.Lines.SelectMany(l => TallyChange.Of(l.Event)).GroupBy(c => c.Dimension))
            tally.Sum(c => c.Change).ShouldBe(here.State.Campaign.Progress.Count);
        foreach (var watch in here.State.Campaign.Watches.Where(w => !w.Removed))
            (here.State.Campaign.Progress.Count >= watch.Threshold).ShouldBe(watch is { Reached: true, Below: false });
        here.State.Milestones.Select(m => m.Threshold).ShouldBeUnique();
        here.State.Campaign.Progress.Pending.ShouldBeGreaterThanOrEqualTo(0);
    });

    [Fact]
    public void a_scenario_that_changed_no_line_is_reality_and_every_other_is_not() => Always((world, rules, here) =>
    {
        var same = Replayed.Text(here.Lines.Where(l => l.Event is not CampaignLaunched)) == Replayed.Text(world.Lines.Where(l => l.Event is not CampaignLaunched));
        same.ShouldBe(here.Changed.IsEmpty, $"{rules}\n{string.Join(", ", here.Changed)}\n{Replayed.Text(world.Lines)}\n--\n{Replayed.Text(here.Lines)}");
    });

    [Fact]
    public void replayed_twice_it_is_the_same() => Always((world, rules, here) =>
        Replayed.Exact(Replayed.Of(world.Lines, rules).Lines).ShouldBe(Replayed.Exact(here.Lines)), iter: 300);

    [Fact]
    public void nothing_of_what_is_left_out_is_in_it() => Always((world, rules, here) =>
    {
        var leaveOut = rules.LeaveOut!;
        here.State.Countries.Keys.Intersect(leaveOut.Countries).ShouldBeEmpty();
        here.State.Channels.Keys.Intersect(leaveOut.Channels).ShouldBeEmpty();
        here.State.Campaign.Sources.Keys.Intersect(leaveOut.Sources).ShouldBeEmpty();
        here.Lines.Where(l => SignedBy(l.Event) is not null && leaveOut.Covers(l.At)).ShouldBeEmpty();
    });

    [Fact]
    public void leaving_out_a_country_is_as_if_nobody_there_had_signed() => _noStaff.Sample(commands =>
    {
        var there = commands.Where(c => c is not (SignCampaign or ConfirmSignature or WithdrawSignature or InvalidateSignature) || Person(c) % 2 == 0)
            .Select(c => c is RecordExternalCount { ByCountry: { } by } report
                ? report with { Count = report.Count - by["DE"], ByCountry = by.Remove("DE") } : c);
        Replayed.Text(Replayed.Of(Do(commands).Lines, new(LeaveOut: LeaveOut.Nothing with { Countries = ["DE"] })).Lines)
            .ShouldBe(Replayed.Text(Do(there).Lines));
    }, iter: 500);

    [Fact]
    public void leaving_out_a_source_is_as_if_it_had_never_reported() => _noStaff.Sample(commands =>
        Replayed.Text(Replayed.Of(Do(commands).Lines, new(LeaveOut: LeaveOut.Nothing with { Sources = ["paper"] })).Lines)
            .ShouldBe(Replayed.Text(Do(commands.Where(c => c is not RecordExternalCount { Source: "paper" })).Lines)), iter: 500);

    [Fact]
    public void counting_from_submission_is_as_if_no_confirmation_had_been_asked_for() => _noStaff.Sample(commands =>
        Replayed.Text(Replayed.Of(Do(commands).Lines, new(CountFrom: CountFrom.Submission)).Lines)
            .ShouldBe(Replayed.Text(Do(Launched(commands, t => t with { Confirmation = Confirmation.None })).Lines)), iter: 500);

    [Fact]
    public void another_ladder_and_other_thresholds_are_as_if_launched_with_them() => Gen.Select(_noStaff, _counts, _counts).Sample((commands, ladder, thresholds) =>
        Replayed.Exact(Replayed.Of(Do(commands).Lines, new(Ladder: ladder, Thresholds: thresholds)).Lines)
            .ShouldBe(Replayed.Exact(Do(Launched(commands, t => t with { Ladder = ladder ?? t.Ladder, Thresholds = thresholds ?? t.Thresholds })).Lines)), iter: 500);

    [Fact]
    public void closing_earlier_is_as_if_launched_with_that_time() => Gen.Select(_inOrder, Gen.Int[1, 60]).Sample((commands, minutes) =>
    {
        var closesAt = Morning.AddMinutes(minutes);
        var own = ((LaunchCampaign)commands[0]).Terms.ClosesAt;
        if (own < closesAt)
            return;
        Replayed.Exact(Replayed.Of(Do(commands).Lines, new(ClosesAt: closesAt)).Lines)
            .ShouldBe(Replayed.Exact(Do(Launched(commands, t => t with { ClosesAt = closesAt })).Lines));
    }, iter: 500);

    [Fact]
    public void count_from_submission_is_never_below_and_one_per_household_never_above() => _sequence.Sample(commands =>
    {
        var world = Do(commands);
        Compare(world.Lines, ScenarioRules.Own, new(CountFrom: CountFrom.Submission), (confirmed, submitted) => submitted.ShouldBeGreaterThanOrEqualTo(confirmed));
        Compare(world.Lines, ScenarioRules.Own, new(OnePer: OnePer.Household), (canonical, household) => household.ShouldBeLessThanOrEqualTo(canonical));
    }, iter: 500);

    [Fact]
    public void of_a_household_never_more_than_one_stands_and_who_is_left_out_came_while_one_stood() => _sequence.Sample(commands =>
    {
        var world = Do(commands);
        var here = Replayed.Of(world.Lines, new(OnePer: OnePer.Household));
        var kept = here.Lines.Select(l => SignedBy(l.Event)).OfType<Guid>().ToHashSet();
        var homes = new Dictionary<Guid, Fingerprint>();
        var standing = new Dictionary<Fingerprint, Guid>();
        foreach (var line in world.Lines)
        {
            if (Signed(line.Event) is (var id, { } household))
            {
                kept.Contains(id).ShouldBe(standing.TryAdd(household, id));
                homes[id] = household;
            }
            else if (Went(line.Event) is { } gone && homes.TryGetValue(gone, out var home) && standing.GetValueOrDefault(home) == gone)
            {
                standing.Remove(home);
            }
        }
    }, iter: 500);

    private static void Always(Action<World, ScenarioRules, Replayed> law, int iter = 1_000) => Gen.Select(_sequence, _rules).Sample((commands, rules) =>
    {
        var world = Do(commands);
        law(world, rules, Replayed.Of(world.Lines, rules));
    }, iter: iter);

    private static World Do(IEnumerable<Command> commands)
    {
        var world = new World();
        foreach (var command in commands)
            world.Do(command);
        return world;
    }

    private static void IsReality(World world, Replayed here)
    {
        Replayed.Exact(here.Lines).ShouldBe(Replayed.Exact(world.Lines));
        here.Changed.ShouldBeEmpty();
        here.State.Campaign.Progress.ShouldBe(world.Campaign.Progress);
        here.State.Campaign.Watches.ShouldBe(world.Campaign.Watches);
    }

    // After every real line, for both replay the same lines.
    private static void Compare(IReadOnlyList<Line> lines, ScenarioRules one, ScenarioRules other, Action<long, long> compare)
    {
        var (first, second) = (new ScenarioFold(one), new ScenarioFold(other));
        var (here, there) = (0L, 0L);
        foreach (var line in lines)
        {
            first.Add(line);
            second.Add(line);
            (here, there) = (first.Lines is [.., var a] ? a.After.Count : here, second.Lines is [.., var b] ? b.After.Count : there);
            compare(here, there);
        }
    }

    private static IEnumerable<Command> Launched(Command[] commands, Func<CampaignTerms, CampaignTerms> change) =>
        [((LaunchCampaign)commands[0]) with { Terms = change(((LaunchCampaign)commands[0]).Terms) }, .. commands[1..]];

    private static List<long> Numbers(IEnumerable<Line> lines) => [.. lines.Select(l => l.Event).Select(e => e switch
    {
        SignatureCounted counted => counted.Number,
        SignatureConfirmed confirmed => confirmed.Number,
        _ => 0,
    }).Where(n => n > 0)];

    private static Guid? SignedBy(LedgerEvent @event) => Signed(@event)?.Id;

    private static (Guid Id, Fingerprint? Household)? Signed(LedgerEvent @event) => @event switch
    {
        SignatureCounted e => (e.SignatureId, e.Household),
        SignatureSubmitted e => (e.SignatureId, e.Household),
        _ => null,
    };

    private static Guid? Went(LedgerEvent @event) => @event switch
    {
        SignatureWithdrawn e => e.SignatureId,
        SignatureInvalidated e => e.SignatureId,
        _ => null,
    };

    private static Fingerprint? Household(int person) => person % 4 == 0 ? null : Print(1_000 + (person / 3));

    // RandomCommands makes a signature's id of its step and the person.
    private static int Person(Command command) => command.Needs.SignatureId is { } id ? Number(id) % 1_000 : Number(((SignCampaign)command).SignatureId) % 1_000;

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray(), 0);
}
