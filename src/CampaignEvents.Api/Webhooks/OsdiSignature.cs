using System.Text.Json.Serialization;

namespace CampaignEvents.Api.Webhooks;

/// <summary>One element of the array that Action Network posts for a signature.</summary>
internal sealed record OsdiSignature(
    [property: JsonPropertyName("osdi:signature")] OsdiSignatureBody Signature,
    [property: JsonPropertyName("action_network:sponsor")] OsdiSponsor Sponsor,
    [property: JsonPropertyName("idempotency_key")] string IdempotencyKey)
{
    public override string ToString() => nameof(OsdiSignature);
}

internal sealed record OsdiSignatureBody(
    [property: JsonPropertyName("identifiers")] string[] Identifiers,
    [property: JsonPropertyName("created_date")] DateTimeOffset CreatedDate,
    [property: JsonPropertyName("comments")] string? Comments,
    [property: JsonPropertyName("person")] OsdiPerson Person,
    [property: JsonPropertyName("_links")] Dictionary<string, OsdiLink> Links)
{
    public override string ToString() => nameof(OsdiSignatureBody);
}

internal sealed record OsdiPerson(
    [property: JsonPropertyName("given_name")] string GivenName,
    [property: JsonPropertyName("family_name")] string? FamilyName,
    [property: JsonPropertyName("email_addresses")] OsdiEmail[] EmailAddresses,
    [property: JsonPropertyName("postal_addresses")] OsdiPostalAddress[] PostalAddresses)
{
    public override string ToString() => nameof(OsdiPerson);
}

internal sealed record OsdiEmail([property: JsonPropertyName("address")] string Address)
{
    public override string ToString() => nameof(OsdiEmail);
}

internal sealed record OsdiPostalAddress(
    [property: JsonPropertyName("country")] string? Country, [property: JsonPropertyName("postal_code")] string? PostalCode)
{
    public override string ToString() => nameof(OsdiPostalAddress);
}

internal sealed record OsdiLink([property: JsonPropertyName("href")] string Href);

internal sealed record OsdiSponsor([property: JsonPropertyName("title")] string Title, [property: JsonPropertyName("url")] string Url);
