using System.Collections.Frozen;
using System.Collections.Immutable;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>What others can be told, by the names they ask for it with. Names are public API.</summary>
public static class AnnouncementType
{
    public const string MilestoneReached = "milestone.reached";
    public const string MilestoneRegained = "milestone.regained";
    public const string MilestoneFallenBelow = "milestone.fallen_below";
    public const string GoalRaised = "goal.raised";
    public const string GoalChanged = "goal.changed";
    public const string CampaignLaunched = "campaign.launched";

    /// <summary>The opening time came.</summary>
    public const string CampaignOpened = "campaign.opened";

    /// <summary>Staff closed it, or its closing time came.</summary>
    public const string CampaignClosed = "campaign.closed";
    public const string CampaignReopened = "campaign.reopened";

    /// <summary>A signature came to count. Relayed only where the installation has switched it on.</summary>
    public const string SignatureCounted = "signature.counted";

    /// <summary>The count moved: at most once a second for each campaign, and over the message bus only.</summary>
    public const string CountChanged = "count.changed";

    /// <summary>What a day brought, told by the clock.</summary>
    public const string DailyDigest = "digest.daily";

    /// <summary>Sent by a receiver's test button; of no campaign.</summary>
    public const string Test = "receiver.test";

    private static readonly FrozenDictionary<Type, string> _names = new Dictionary<Type, string>
    {
        [typeof(MilestoneReached)] = MilestoneReached,
        [typeof(MilestoneRegained)] = MilestoneRegained,
        [typeof(MilestoneFallenBelow)] = MilestoneFallenBelow,
        [typeof(GoalRaised)] = GoalRaised,
        [typeof(GoalChanged)] = GoalChanged,
        [typeof(CampaignLaunched)] = CampaignLaunched,
        [typeof(CampaignClosed)] = CampaignClosed,
        [typeof(CampaignReopened)] = CampaignReopened,
        [typeof(SignatureCounted)] = SignatureCounted,
        [typeof(SignatureConfirmed)] = SignatureCounted,
    }.ToFrozenDictionary();

    /// <summary>Every type that can be asked for.</summary>
    public static readonly ImmutableArray<string> All = [.. _names.Values.Append(CampaignOpened).Append(DailyDigest).Append(CountChanged).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The events of which a ledger has many: a line for each signature.</summary>
    public static readonly ImmutableArray<Type> FrequentEvents = [typeof(SignatureCounted), typeof(SignatureConfirmed)];

    /// <summary>All other events that somebody may be told of: few, however large a ledger is.</summary>
    public static readonly ImmutableArray<Type> RareEvents = [.. _names.Keys.Except(FrequentEvents)];

    /// <summary>Null for an event that nobody is told of.</summary>
    public static string? Of(LedgerEvent @event) => _names.GetValueOrDefault(@event.GetType());
}
