using System.ComponentModel.DataAnnotations;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Receivers;

/// <summary>Adds a receiver, or replaces its settings.</summary>
/// <param name="Name">For people, at most 80 characters.</param>
/// <param name="Kind"><c>webhook</c>, <c>email</c> or <c>bus</c>; cannot be changed.</param>
/// <param name="Url">Where a webhook is sent: <c>https</c>, at most 2,000 characters.</param>
/// <param name="Address">Where mail is sent.</param>
/// <param name="Campaign">The slug of the one campaign to tell of; left out: every campaign.</param>
/// <param name="Events">What to tell of, such as <c>milestone.reached</c>.</param>
/// <param name="HighestOnly">Of several thresholds that one line crosses, tell of the highest only.</param>
/// <param name="Flavour">Of a webhook: <c>standard</c> (the default), or <c>osdi</c>, which is for <c>signature.counted</c> alone and sends the person's details.</param>
/// <param name="Reason">Of <c>osdi</c>: why persons are sent, at most 200 characters, without personal data; it is recorded in the ledger.</param>
/// <param name="AllowHttp">Let this webhook do without TLS.</param>
/// <param name="Enabled">False: tell it of nothing for now; left out: true.</param>
internal sealed record ReceiverRequest(
    [property: Required] string? Name, [property: Required] string? Kind, string? Url, string? Address, string? Campaign,
    [property: Required] string[]? Events, bool? HighestOnly, string? Flavour, string? Reason, bool? AllowHttp, bool? Enabled)
{
    public ReceiverKind? ToKind() => Kind switch
    {
        "webhook" => ReceiverKind.Webhook,
        "email" => ReceiverKind.Email,
        "bus" => ReceiverKind.Bus,
        _ => null,
    };

    public WebhookFlavour ToFlavour() => Flavour == "osdi" ? WebhookFlavour.Osdi : WebhookFlavour.Standard;

    /// <summary>Where it is to be reached; nothing for the bus.</summary>
    public string ToTarget() => Address is null ? Url ?? "" : EmailAddress.Mailbox(Address)!;

    public IEnumerable<Problem> Problems() => ReceiverProblems.Of(this);

    public override string ToString() => nameof(ReceiverRequest);
}

/// <summary>A receiver.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">How it is reached.</param>
/// <param name="Url">Where a webhook is sent.</param>
/// <param name="Address">Where mail is sent.</param>
/// <param name="Campaign">The one campaign it is told of; left out: every one.</param>
/// <param name="Events">What it is told of.</param>
/// <param name="HighestOnly">Of several thresholds that one line crosses, only the highest.</param>
/// <param name="Flavour">What a webhook's body looks like; left out for others.</param>
/// <param name="AllowHttp">Whether it may do without TLS.</param>
/// <param name="Enabled">Whether it is told of anything.</param>
/// <param name="DisabledBecause">Why not, when the service disabled it: <c>gone</c>, for it answered 410, or <c>unsubscribed</c>.</param>
/// <param name="CreatedAt">What happened before is history, of which it is not told.</param>
/// <param name="Failures">Tries that failed in a row.</param>
/// <param name="PausedUntil">It is left alone until then, because it failed or asked for it; left out: it is not.</param>
/// <param name="Secret">What webhooks are signed with; shown once, when it is made.</param>
internal sealed record ReceiverAnswer(
    Guid Id, string Name, string Kind, string? Url, string? Address, string? Campaign, IReadOnlyList<string> Events, bool HighestOnly, string? Flavour,
    bool AllowHttp, bool Enabled, string? DisabledBecause, DateTimeOffset CreatedAt, int Failures, DateTimeOffset? PausedUntil, string? Secret)
{
    public static ReceiverAnswer Of(Receiver receiver, string target, Breaker breaker, DateTimeOffset now, string? secret = null) => new(
        receiver.Id, receiver.Name, receiver.Kind.ToString().ToLowerInvariant(), receiver.Kind == ReceiverKind.Webhook ? target : null,
        receiver.Kind == ReceiverKind.Email ? target : null, receiver.Campaign, receiver.Events, receiver.HighestOnly,
        receiver.Kind == ReceiverKind.Webhook ? receiver.Flavour.ToString().ToLowerInvariant() : null, receiver.AllowHttp, receiver.Enabled, receiver.DisabledBecause, receiver.CreatedAt,
        breaker.Failures, breaker.IsPausedAt(now) ? breaker.PausedUntil : null, secret);

    public override string ToString() => nameof(ReceiverAnswer);
}

/// <summary>Every receiver, by name.</summary>
internal sealed record ReceiverList(IReadOnlyList<ReceiverAnswer> Receivers);

/// <summary>A new signing key.</summary>
/// <param name="Secret">Shown once.</param>
/// <param name="OldUntil">Until then messages are signed with the old key as well.</param>
internal sealed record SecretAnswer(string Secret, DateTimeOffset OldUntil)
{
    public override string ToString() => nameof(SecretAnswer);
}
