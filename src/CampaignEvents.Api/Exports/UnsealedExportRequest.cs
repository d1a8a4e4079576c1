using System.ComponentModel.DataAnnotations;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Exports;

/// <summary>Exports lines with persons in clear. A body, so that no address holds the reason.</summary>
/// <param name="Format"><c>csv</c>, <c>jsonl</c> or <c>parquet</c>.</param>
/// <param name="After">Lines behind this one; left out: from the first.</param>
/// <param name="To">Up to and with this line; left out: to the last.</param>
/// <param name="AsOf">Up to and at this moment; left out: to the last.</param>
/// <param name="Unseal">Must be true: said, and not only meant.</param>
/// <param name="Reason">Why, at most 200 characters, without personal data: it is recorded in clear.</param>
internal sealed record UnsealedExportRequest(
    [property: Required] string? Format, long? After, long? To, DateTimeOffset? AsOf,
    [property: Required] bool? Unseal, [property: Required] string? Reason)
{
    public ExportRequest ToLines() => new(Format, After, To, AsOf?.ToUniversalTime());

    public IEnumerable<Problem> Problems(DateTimeOffset now) =>
    [
        .. ToLines().Problems(now),
        .. Unseal == true ? Array.Empty<Problem>() : [new("unseal", "must be true; without persons, use GET")],
        .. Unsealings.Problems(Reason),
    ];
}
