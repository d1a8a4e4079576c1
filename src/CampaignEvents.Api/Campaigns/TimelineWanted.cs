using CampaignEvents.Api.Http;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Which timeline is asked for.</summary>
/// <param name="By"><c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="Zone">IANA time zone in which hours and days begin.</param>
/// <param name="From">First time that is wanted; null: from launch.</param>
internal sealed record TimelineWanted(string By, string Zone, DateTimeOffset? From)
{
    public static (TimelineWanted Wanted, IReadOnlyList<Problem> Problems) Read(string? by, string? zone, IQueryCollection query, TimeProvider clock)
    {
        var (from, fromProblem) = Moment.Read(query, "from", clock);
        var wanted = new TimelineWanted(string.IsNullOrEmpty(by) ? "day" : by, string.IsNullOrEmpty(zone) ? "UTC" : zone, from);
        Problem?[] problems =
        [
            fromProblem,
            wanted.By is "minute" or "hour" or "day" ? null : new("by", "must be minute, hour or day"),
            IsZone(wanted.Zone) ? null : new("zone", "is not an IANA time zone"),
        ];
        return (wanted, [.. problems.OfType<Problem>()]);
    }

    // The system's folder of zones holds more than zones: right/ and posix/ are copies, others are files of its own.
    private static bool IsZone(string zone) =>
        (zone == "UTC" || (zone.Contains('/', StringComparison.Ordinal) && !zone.StartsWith("right/", StringComparison.Ordinal) && !zone.StartsWith("posix/", StringComparison.Ordinal))) &&
        TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId;
}
