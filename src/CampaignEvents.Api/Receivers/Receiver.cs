using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Receivers;

/// <summary>How a receiver is reached.</summary>
internal enum ReceiverKind
{
    /// <summary>A system, by HTTP.</summary>
    Webhook,

    /// <summary>People, by mail.</summary>
    Email,

    /// <summary>Whoever listens on the message bus.</summary>
    Bus,
}

/// <summary>What the body of a webhook looks like.</summary>
internal enum WebhookFlavour
{
    /// <summary>As Standard Webhooks has it.</summary>
    Standard,

    /// <summary>As Action Network sends signatures, with the person; for tools that speak OSDI.</summary>
    Osdi,
}

/// <summary>Somebody, or some system, that is told of what happens to campaigns.</summary>
/// <param name="Id">Made when it was added.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">How it is reached; never changes.</param>
/// <param name="CampaignId">Of which campaign it is told; null: of every one.</param>
/// <param name="Campaign">That campaign's slug.</param>
/// <param name="Events">Of what it is told.</param>
/// <param name="HighestOnly">Of several thresholds that one line crosses, only the highest.</param>
/// <param name="Flavour">What a webhook's body looks like.</param>
/// <param name="AllowHttp">Whether a webhook may do without TLS.</param>
/// <param name="Enabled">A disabled receiver is told of nothing new, and what waits for it goes on waiting.</param>
/// <param name="DisabledBecause">Why, when the service disabled it.</param>
/// <param name="CreatedAt">Lines of before are history, of which it is not told.</param>
/// <param name="Target">Sealed: where it is, nothing for the bus. An address may be personal, and a URL may hold a secret.</param>
/// <param name="Keys">What webhooks are signed with, the newest first.</param>
/// <param name="PersonsFrom">The line from which on it is sent signatories' details.</param>
internal sealed record Receiver(
    Guid Id, string Name, ReceiverKind Kind, Guid? CampaignId, string? Campaign, IReadOnlyList<string> Events, bool HighestOnly,
    WebhookFlavour Flavour, bool AllowHttp, bool Enabled, string? DisabledBecause, DateTimeOffset CreatedAt, string Target,
    IReadOnlyList<ReceiverKey> Keys, long? PersonsFrom = null)
{
    /// <summary>Whether it is sent signatories' details.</summary>
    public bool GetsPersons => Enabled && Kind == ReceiverKind.Webhook && Flavour == WebhookFlavour.Osdi;

    /// <summary>Why it is disabled when whoever got its mail wanted no more.</summary>
    public const string Unsubscribed = "unsubscribed";

    /// <param name="notBefore">History before this is not told either.</param>
    public Interest ToInterest(DateTimeOffset notBefore = default) =>
        new(Id, CampaignId, [.. Events], HighestOnly, CreatedAt > notBefore ? CreatedAt : notBefore);
}

/// <summary>A signing key of a receiver.</summary>
/// <param name="Sealed">The key, sealed.</param>
/// <param name="Until">When it is signed with for the last time; null: it is not being replaced.</param>
internal sealed record ReceiverKey(string Sealed, DateTimeOffset? Until);
