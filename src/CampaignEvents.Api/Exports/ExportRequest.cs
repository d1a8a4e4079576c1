using CampaignEvents.Domain;

namespace CampaignEvents.Api.Exports;

/// <summary>Which lines are asked for, and as what.</summary>
/// <param name="Format"><c>csv</c>, <c>jsonl</c> or <c>parquet</c>.</param>
/// <param name="After">Lines behind this one; null: from the first.</param>
/// <param name="To">Up to and with this line; null: to the last there is when the export begins.</param>
/// <param name="AsOf">Up to and at this moment.</param>
internal sealed record ExportRequest(string? Format, long? After, long? To, DateTimeOffset? AsOf)
{
    /// <summary>Everything wrong with it, by field.</summary>
    public IEnumerable<Problem> Problems(DateTimeOffset now)
    {
        if (ExportFormats.Parse(Format) is null)
            yield return new("format", $"must be one of: {string.Join(", ", ExportFormats.Names)}");
        if (After < 0)
            yield return new("after", "must be 0 or more");
        if (To < 1)
            yield return new("to", "must be 1 or more");
        else if (To < After)
            yield return new("to", "must not be less than after");
        if (To is not null && AsOf is not null)
            yield return new("to", "cannot be given beside asOf");
        if (AsOf > now)
            yield return new("asOf", "lies in the future");
    }
}
