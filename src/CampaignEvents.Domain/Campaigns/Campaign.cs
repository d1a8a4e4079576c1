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

    public static Campaign Evolve(Campaign campaign, Line line) =>
        EvolveRest(campaign, line) with { Progress = Progress.Evolve(campaign.Progress, line) };

    /// <summary>All but the progress; the same campaign where nothing else changes, as for a signature.</summary>
    public static Campaign EvolveRest(Campaign campaign, Line line) => line.Event switch
    {
        CampaignLaunched { Terms: var terms } => campaign with
        {
            Id = CampaignId.Of(terms.Slug),
            Slug = terms.Slug,
            Terms = terms.Digest(),
            Confirmation = terms.Confirmation,
            Ladder = terms.Ladder,
            Watches = Watch.Evolve(campaign.Watches, line.Event),
        },
        ExternalCountRecorded external => campaign with
        {
            Sources = campaign.Sources.SetItem(external.Source, new(external.Count, external.ByCountry)),
        },
        PersonsUnsealed unsealed => campaign with { LastUnsealing = unsealed.ExportId },
        PersonsRelayBegun begun => campaign with { PersonsRelays = campaign.PersonsRelays.Add(begun.ReceiverId) },
        PersonsRelayEnded ended => campaign with { PersonsRelays = campaign.PersonsRelays.Remove(ended.ReceiverId) },
        GoalChanged or GoalRaised or ThresholdAdded or ThresholdRemoved or
        MilestoneReached or MilestoneFallenBelow or MilestoneRegained => campaign with
        {
            Watches = Watch.Evolve(campaign.Watches, line.Event),
        },
        _ => campaign,
    };
}
