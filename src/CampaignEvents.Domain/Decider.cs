using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain;

/// <summary>The one way from a command to lines: decide, evolve, then follow the milestone rules.</summary>
public static class Decider
{
    /// <summary>Decides a command. The same facts and command always give the same outcome.</summary>
    public static Outcome Decide(Facts facts, Command command)
    {
        var decision = facts.Campaign.IsLaunched || command is LaunchCampaign
            ? command.Decide(facts)
            : Rejections.CampaignUnknown;
        if (decision.Events.IsEmpty)
            return new([], facts, decision.Rejection);

        var lines = ImmutableArray.CreateBuilder<Line>(decision.Events.Length);
        foreach (var @event in decision.Events)
        {
            facts = Append(@event, facts, command.At, lines);
            var crossing = Crossing.By(lines[^1]);
            if (crossing is null)
                continue;
            foreach (var following in MilestoneRules.After(facts.Campaign, crossing))
                facts = Append(following, facts, command.At, lines);
        }
        return new(lines.DrainToImmutable(), facts, null);
    }

    /// <summary>The facts after one more line; never refuses, for it has happened.</summary>
    public static Facts Evolve(Facts facts, Line line)
    {
        var campaign = Campaign.Evolve(facts.Campaign, line);
        return new(
            campaign,
            Signatory.Evolve(facts.Signatory, line.Event, campaign.Progress),
            Share.Evolve(facts.Share, line.Event));
    }

    private static Facts Append(LedgerEvent @event, Facts facts, DateTimeOffset at, ImmutableArray<Line>.Builder lines)
    {
        var last = facts.Campaign.Progress;
        var line = new Line(last.Line + 1, LedgerTime.Of(at, last.At), @event);
        lines.Add(line);
        return Evolve(facts, line);
    }
}
