using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Milestones;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Laws;

public sealed class CommandLawTests
{
    /// <summary>Every command in a situation where it records something.</summary>
    public static TheoryData<string> Commands => [.. _situations.Keys.Select(t => t.Name)];

    private static readonly Dictionary<Type, (Command[] Given, Command When)> _situations = new (CampaignTerms Terms, Command[] Given, Command When)[]
    {
        (Terms, [], new ChangeGoal(300, Noon)),
        (Terms, [], new CloseCampaign(Noon)),
        (Terms, [new CloseCampaign(Noon)], new ReopenCampaign(Noon.AddDays(1), Noon)),
        (Terms, [], new AddThreshold(50, Noon)),
        (Terms with { Thresholds = [50] }, [], new RemoveThreshold(50, Noon)),
        (Terms, [], Sign(1)),
        (ByEmail, [Sign(1)], Confirm(1)),
        (Terms, [Sign(1)], Withdraw(1)),
        (Terms, [Sign(1)], Invalidate(1)),
        (Terms, [Sign(1)], ShareBy(1, signature: 1)),
        (Terms, [], Report(1_000)),
        (Terms, [Sign(1)], Unseal(1)),
        (Terms, [], new BeginPersonsRelay(Id(50), "passing them on", Noon)),
        (Terms, [new BeginPersonsRelay(Id(50), "passing them on", Noon)], new EndPersonsRelay(Id(50), Noon)),
    }.ToDictionary(s => s.When.GetType(), s => ((Command[])[new LaunchCampaign(s.Terms, Morning), .. s.Given], s.When))
        .Append(KeyValuePair.Create(typeof(LaunchCampaign), (Array.Empty<Command>(), (Command)new LaunchCampaign(Terms, Morning)))).ToDictionary();

    [Theory]
    [MemberData(nameof(Commands))]
    public void a_command_decided_again_after_its_events_records_nothing(string command)
    {
        var (given, when) = _situations.Single(s => s.Key.Name == command).Value;
        var world = new World();
        foreach (var done in given)
            world.Do(done).Rejection.ShouldBeNull();

        world.Do(when).Lines.ShouldNotBeEmpty();

        var again = world.Do(when);
        again.Rejection.ShouldBeNull();
        again.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void no_command_is_left_out() =>
        typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command))).ShouldBe(_situations.Keys, ignoreOrder: true);

    [Fact]
    public void every_refusal_has_a_code_of_its_own() =>
        typeof(Rejections).GetFields().Select(f => ((Rejection)f.GetValue(null)!).Code).ShouldBeUnique();
}
