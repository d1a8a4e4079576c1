using System.Collections.Frozen;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Ledger;

/// <summary>The name every event is stored under. Names and shapes of released events never change.</summary>
internal static class StoredEvents
{
    public static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(CampaignLaunched)] = "campaign_launched_v1",
        [typeof(CampaignClosed)] = "campaign_closed_v1",
        [typeof(CampaignReopened)] = "campaign_reopened_v1",
        [typeof(GoalChanged)] = "goal_changed_v1",
        [typeof(GoalRaised)] = "goal_raised_v1",
        [typeof(ThresholdAdded)] = "threshold_added_v1",
        [typeof(ThresholdRemoved)] = "threshold_removed_v1",
        [typeof(MilestoneReached)] = "milestone_reached_v1",
        [typeof(MilestoneFallenBelow)] = "milestone_fallen_below_v1",
        [typeof(MilestoneRegained)] = "milestone_regained_v1",
        [typeof(SignatureCounted)] = "signature_counted_v1",
        [typeof(SignatureSubmitted)] = "signature_submitted_v1",
        [typeof(SignatureConfirmed)] = "signature_confirmed_v1",
        [typeof(SignatureWithdrawn)] = "signature_withdrawn_v1",
        [typeof(SignatureInvalidated)] = "signature_invalidated_v1",
        [typeof(CampaignShared)] = "campaign_shared_v1",
        [typeof(ExternalCountRecorded)] = "external_count_recorded_v1",
        [typeof(PersonsUnsealed)] = "persons_unsealed_v1",
        [typeof(PersonsRelayBegun)] = "persons_relay_begun_v1",
        [typeof(PersonsRelayEnded)] = "persons_relay_ended_v1",
    }.ToFrozenDictionary();

    public static string NameOf(LedgerEvent @event) => Names[@event.GetType()];
}
