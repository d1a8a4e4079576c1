using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Milestones;
using CsCheck;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Laws;

/// <summary>Random sequences of commands over few people, few thresholds and times that jump about.</summary>
internal static class RandomCommands
{
    private static readonly Gen<int> _person = Gen.Int[1, 12];

    private static readonly Gen<DateTimeOffset> _time = Gen.Int[-30, 600].Select(minutes => Morning.AddSeconds(minutes * 7));

    private static readonly Gen<CampaignTerms> _terms = Gen.Select(Gen.Bool, Gen.Long[1, 6], Gen.Long[1, 8].HashSet[0, 3], Gen.Bool).Select(
        (byEmail, goal, thresholds, ladder) => Terms with
        {
            Confirmation = byEmail ? Confirmation.Email : Confirmation.None,
            Goal = goal,
            Thresholds = [.. thresholds.Order()],
            Ladder = ladder ? [2, 4, 6, 8, 10] : [],
        });

    // A signature's id must be new for each attempt, as the edge makes it; confirming and withdrawing guess at recent ones.
    private static readonly Gen<Func<int, Command>> _command = Gen.Frequency(
        (8, Gen.Select(_person, _time, Gen.Int[0, 3]).Select((p, at, share) => (Func<int, Command>)(step =>
            Sign(p, at, id: (1_000 * (step + 1)) + p, referral: share == 0 ? null : ShareBy(share).ShareId, country: p % 2 == 0 ? "GB" : "DE")))),
        (4, Gen.Select(_person, _time, Gen.Int[1, 10]).Select((p, at, ago) => (Func<int, Command>)(step => Confirm((1_000 * (step - ago + 1)) + p, at)))),
        (3, Gen.Select(_person, _time, Gen.Int[1, 10]).Select((p, at, ago) => (Func<int, Command>)(step => Withdraw((1_000 * (step - ago + 1)) + p, at)))),
        (1, Gen.Select(_person, _time, Gen.Int[1, 10]).Select((p, at, ago) => (Func<int, Command>)(step => Invalidate((1_000 * (step - ago + 1)) + p, at)))),
        (2, Gen.Select(Gen.Int[1, 3], _time).Select((s, at) => (Func<int, Command>)(_ => ShareBy(s, at: at)))),
        (2, Gen.Select(Gen.Long[0, 9], Gen.OneOf("paper", "partner"), _time).Select((n, source, at) => (Func<int, Command>)(_ => Report(n, source, at)))),
        (1, Gen.Select(Gen.Long[1, 12], _time).Select((n, at) => (Func<int, Command>)(_ => new AddThreshold(n, at)))),
        (1, Gen.Select(Gen.Long[1, 12], _time).Select((n, at) => (Func<int, Command>)(_ => new RemoveThreshold(n, at)))),
        (1, Gen.Select(Gen.Long[1, 12], _time).Select((n, at) => (Func<int, Command>)(_ => new ChangeGoal(n, at)))),
        (1, _time.Select(at => (Func<int, Command>)(step => Unseal(step, at)))),
        (1, _time.Select(at => (Func<int, Command>)(step => new BeginPersonsRelay(Id(800_000 + (step % 3)), "passing them on", at)))),
        (1, _time.Select(at => (Func<int, Command>)(step => new EndPersonsRelay(Id(800_000 + (step % 3)), at)))),
        (1, _time.Select(at => (Func<int, Command>)(_ => new CloseCampaign(at)))),
        (2, _time.Select(at => (Func<int, Command>)(_ => new ReopenCampaign(null, at)))));

    public static readonly Gen<Command[]> Sequence = Gen.Select(_terms, _command.Array[0, 80]).Select((terms, commands) =>
        (Command[])[new LaunchCampaign(terms, Morning), .. commands.Select((make, step) => make(step))]);
}
