using System.Text.Json;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Tests;

/// <summary>A ledger in memory, decided and folded by the domain alone.</summary>
internal sealed class World
{
    private readonly Dictionary<Fingerprint, Signatory> _signatories = [];
    private readonly Dictionary<Guid, Share> _shares = [];
    private readonly HashSet<Guid> _messages = [];

    public Campaign Campaign { get; private set; } = Campaign.Unlaunched;

    public List<Line> Lines { get; } = [];

    public IReadOnlyCollection<Signatory> Signatories => _signatories.Values;

    public Outcome Do(Command command)
    {
        var needs = command.Needs;
        var signatory = needs.Signatory is { } fingerprint
            ? _signatories.GetValueOrDefault(fingerprint)
            : _signatories.Values.FirstOrDefault(s => s.SignatureId == needs.SignatureId);
        var share = needs.ShareId is { } id ? _shares.GetValueOrDefault(id) : null;
        var outcome = Decider.Decide(new(Campaign, signatory, share, needs.MessageId is { } known && _messages.Contains(known)), command);
        if (needs.MessageId is { } messageId && outcome.Rejection is null)
            _messages.Add(messageId);
        Campaign = outcome.After.Campaign;
        if (outcome.After.Signatory is { } after)
            _signatories[after.Fingerprint] = after;
        if (outcome.After.Share is { } shared)
            _shares[shared.Id] = shared;
        Lines.AddRange(outcome.Lines);
        return outcome;
    }
}

/// <summary>Given a campaign and what was done, when something is asked, then these events, nothing, or a refusal.</summary>
internal sealed class Given
{
    private readonly World _world = new();
    private Outcome? _outcome;

    public static Given Nothing() => new();

    public static Given Campaign(params Command[] done) => Campaign(Some.Terms, done);

    public static Given Campaign(CampaignTerms terms, params Command[] done)
    {
        var given = new Given();
        foreach (var command in (Command[])[new LaunchCampaign(terms, Some.Morning), .. done])
            given._world.Do(command).Rejection.ShouldBeNull($"{command.GetType().Name} is given");
        return given;
    }

    public Given When(Command command)
    {
        _outcome = _world.Do(command);
        return this;
    }

    public Given Then(params LedgerEvent[] events)
    {
        _outcome!.Rejection.ShouldBeNull();
        _outcome.Lines.Select(l => Text(l.Event)).ShouldBe(events.Select(Text));
        return this;
    }

    public void ThenNothing()
    {
        _outcome!.Rejection.ShouldBeNull();
        _outcome.Lines.ShouldBeEmpty();
    }

    public void ThenRefused(Rejection rejection)
    {
        _outcome!.Rejection.ShouldBe(rejection);
        _outcome.Lines.ShouldBeEmpty();
    }

    public Given And(Action<Campaign> assert)
    {
        assert(_world.Campaign);
        return this;
    }

    // Lists and dictionaries inside of events are compared by content.
    private static string Text(LedgerEvent @event) => @event.GetType().Name + JsonSerializer.Serialize(@event, @event.GetType());
}
