using System.Collections.Immutable;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Domain.Campaigns;

/// <summary>All that decisions need to know of a campaign. Its size does not grow with its signatures.</summary>
public sealed record Campaign
{
    public static readonly Campaign Unlaunched = new();

    public Guid Id { get; init; }

    public string Slug { get; init; } = "";

    /// <summary>The digest of the terms it was launched with.</summary>
    public string Terms { get; init; } = "";

    public Confirmation Confirmation { get; init; }

    /// <summary>Goals to raise to, ascending.</summary>
    public ImmutableArray<long> Ladder { get; init; } = [];

    /// <summary>Thresholds that are watched, ascending; the goal is among them.</summary>
    public ImmutableArray<Watch> Watches { get; init; } = [];

    /// <summary>The latest external count of every source, by source.</summary>
    public ImmutableSortedDictionary<string, ExternalFigure> Sources
    {
        get;
        // However it was stored, sources are told apart by ordinal.
        init => field = value.WithComparers(StringComparer.Ordinal);
    } = ImmutableSortedDictionary.Create<string, ExternalFigure>(StringComparer.Ordinal);

    /// <summary>The latest export with persons in clear; null when there was none.</summary>
    public Guid? LastUnsealing { get; init; }

    /// <summary>Receivers that signatories' details are sent to.</summary>
    public ImmutableSortedSet<Guid> PersonsRelays { get; init; } = [];

    public Progress Progress { get; init; } = Progress.None;

    public bool IsLaunched => Progress.Line > 0;

    public bool IsOpenAt(DateTimeOffset moment) => Progress.StateAt(moment) == CampaignState.Open;

    public static Campaign Evolve(Campaign campaign, Line line)
    {
        var next = campaign with { Progress = Progress.Evolve(campaign.Progress, line) };
        return line.Event switch
        {
            CampaignLaunched { Terms: var terms } => next with
            {
                Id = CampaignId.Of(terms.Slug),
                Slug = terms.Slug,
                Terms = terms.Digest(),
                Confirmation = terms.Confirmation,
                Ladder = terms.Ladder,
                Watches = Watch.Evolve(next.Watches, line.Event),
            },
            ExternalCountRecorded external => next with
            {
                Sources = campaign.Sources.SetItem(external.Source, new(external.Count, external.ByCountry)),
            },
            PersonsUnsealed unsealed => next with { LastUnsealing = unsealed.ExportId },
            PersonsRelayBegun begun => next with { PersonsRelays = campaign.PersonsRelays.Add(begun.ReceiverId) },
            PersonsRelayEnded ended => next with { PersonsRelays = campaign.PersonsRelays.Remove(ended.ReceiverId) },
            GoalChanged or GoalRaised or ThresholdAdded or ThresholdRemoved or
            MilestoneReached or MilestoneFallenBelow or MilestoneRegained => next with
            {
                Watches = Watch.Evolve(next.Watches, line.Event),
            },
            _ => next,
        };
    }
}
