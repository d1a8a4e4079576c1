using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Receivers;

/// <summary>What is wrong with the settings of a receiver.</summary>
internal static class ReceiverProblems
{
    public static IEnumerable<Problem> Of(ReceiverRequest request) =>
    [
        .. Text.Check("name", request.Name, 80, required: true),
        .. request.Campaign is null ? [] : CampaignSlug.Problems(request.Campaign).Select(p => p with { Field = "campaign" }),
        .. request.ToKind() switch
        {
            ReceiverKind.Webhook => OfWebhook(request),
            ReceiverKind.Email => OfEmail(request),
            ReceiverKind.Bus => OfBus(request),
            _ => [new("kind", "must be webhook, email or bus")],
        },
        .. OfEvents(request.Events),
        .. Unless(request.ToKind() == ReceiverKind.Bus || request.Events?.Contains(AnnouncementType.CountChanged) != true, "events", "count.changed is told over the bus alone"),
    ];

    private static IEnumerable<Problem> OfEvents(string[]? events)
    {
        if (events is null or [])
            yield return new("events", "is required");
        else if (events.Any(e => !AnnouncementType.All.Contains(e)))
            yield return new("events", "must be of: " + string.Join(", ", AnnouncementType.All));
    }

    private static IEnumerable<Problem> OfWebhook(ReceiverRequest request) =>
    [
        .. ReceiverUrl.Problems(request.Url, request.AllowHttp == true),
        .. NotFor("address", request.Address, "mail"),
        .. Unless(request.Flavour is null or "standard" or "osdi", "flavour", "must be standard or osdi"),
        .. request.Flavour == "osdi" ? OfOsdi(request) : NotFor("reason", request.Reason, "osdi"),
        .. Unless(request.Flavour != "osdi" || request.Events?.All(e => e == AnnouncementType.SignatureCounted) != false, "flavour", "osdi is for signature.counted alone"),
    ];

    // Each campaign's ledger tells whom its signatories' details are sent to, and why.
    private static IEnumerable<Problem> OfOsdi(ReceiverRequest request) =>
    [
        .. Text.Check("reason", request.Reason, BeginPersonsRelay.MaximumReason, required: true),
        .. Unless(request.Campaign is not null, "campaign", "is required with osdi"),
    ];

    private static IEnumerable<Problem> OfEmail(ReceiverRequest request) =>
    [
        .. EmailAddress.Problems(request.Address).Select(p => p with { Field = "address" }),
        .. NotFor("url", request.Url, "webhooks"),
        .. NotFor("flavour", request.Flavour, "webhooks"),
        .. NotFor("reason", request.Reason, "osdi"),
        .. Unless(request.Events?.Contains(AnnouncementType.SignatureCounted) != true, "events", "signature.counted is not sent by mail"),
    ];

    private static IEnumerable<Problem> OfBus(ReceiverRequest request) =>

    [
        .. NotFor("url", request.Url, "webhooks"),
        .. NotFor("flavour", request.Flavour, "webhooks"),
        .. NotFor("reason", request.Reason, "osdi"),
        .. NotFor("address", request.Address, "mail"),
    ];

    private static IEnumerable<Problem> NotFor(string field, string? value, string what) => Unless(value is null, field, $"is for {what} alone");

    private static IEnumerable<Problem> Unless(bool holds, string field, string message) => holds ? [] : [new(field, message)];
}
