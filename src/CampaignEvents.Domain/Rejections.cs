namespace CampaignEvents.Domain;

/// <summary>Every refusal there is.</summary>
public static class Rejections
{
    public static readonly Rejection CampaignUnknown = new("campaign-unknown", "There is no such campaign.", Unknown: true);
    public static readonly Rejection SlugTaken = new("slug-taken", "Another campaign was launched under this slug.");
    public static readonly Rejection CampaignNotOpen = new("campaign-not-open", "The campaign was not open at that time.");
    public static readonly Rejection CampaignNotClosed = new("campaign-not-closed", "Only a closed campaign is given another closing time, by reopening it.");
    public static readonly Rejection ClosingTimeNotAhead = new("closing-time-not-ahead", "The closing time must lie ahead.");
    public static readonly Rejection GoalNotAboveCount = new("goal-not-above-count", "A goal must be above the count.");
    public static readonly Rejection ThresholdNotAboveCount = new("threshold-not-above-count", "A new threshold must be above the count.");
    public static readonly Rejection ThresholdIsGoal = new("threshold-is-goal", "The goal is a threshold for as long as it is the goal.");
    public static readonly Rejection TooManyThresholds = new("too-many-thresholds", "A campaign watches at most 100 counts, goals among them.");
    public static readonly Rejection SignatureUnknown = new("signature-unknown", "There is no such signature.", Unknown: true);
    public static readonly Rejection SignatureWithdrawn = new("signature-withdrawn", "The signature was withdrawn.");
    public static readonly Rejection SignatureInvalidated = new("signature-invalidated", "The signature was invalidated.");
    public static readonly Rejection OlderThanLedger = new("older-than-ledger", "History can only be brought in behind the ledger's last line.");
    public static readonly Rejection TooManySources = new("too-many-sources", "A campaign has at most 100 sources of external counts.");
    public static readonly Rejection ReceiverUnknown = new("receiver-unknown", "There is no such receiver.", Unknown: true);
    public static readonly Rejection ReceiverDisabled = new("receiver-disabled", "The receiver is disabled; enable it first.");
    public static readonly Rejection ReceiverKindFixed = new("receiver-kind-fixed", "A receiver's kind cannot be changed; add another receiver.");
    public static readonly Rejection ReceiverGetsPersons = new("receiver-gets-persons", "The receiver is sent signatories' details; only the unseal key sends them again.");
    public static readonly Rejection ReceiverHasNoSecret = new("receiver-has-no-secret", "Only webhooks are signed.");
    public static readonly Rejection ReceiverUnsubscribed = new("receiver-unsubscribed", "Whoever got this mail wanted no more of it; if they ask for it again, add a receiver.");
    public static readonly Rejection TooManyReceivers = new("too-many-receivers", "There are at most 1,000 receivers.");
    public static readonly Rejection SignaturesNotRelayed = new("signatures-not-relayed", "This installation does not relay single signatures; see Deliveries__Signatures.");
    public static readonly Rejection DeliveryUnknown = new("delivery-unknown", "There is no such delivery.", Unknown: true);
    public static readonly Rejection ScenarioUnknown = new("scenario-unknown", "There is no such scenario.", Unknown: true);
    public static readonly Rejection ScenarioRunning = new("scenario-running", "The scenario is running; cancel it first.");
    public static readonly Rejection ScenarioEnded = new("scenario-ended", "The scenario has ended and cannot be cancelled.");
    public static readonly Rejection ScenarioNotDone = new("scenario-not-done", "The scenario has no result, or none yet.");
    public static readonly Rejection TooManyScenarios = new("too-many-scenarios", "A campaign keeps at most 1,000 scenarios; delete some first.");
}
