using Wolverine;

namespace CampaignEvents.Api.Schedules;

/// <summary>When what comes by the clock comes. Bound from the configuration section <c>Schedules</c>.</summary>
internal sealed class ScheduleSettings
{
    /// <summary>When a day ends and its digest is sent: minute, hour, day of month, month and day of week, as cron has them.</summary>
    public string Digest { get; set; } = "0 6 * * *";

    /// <summary>When the delivery log is pruned, likewise.</summary>
    public string Prune { get; set; } = "17 3 * * *";

    /// <summary>In which time zone, by its IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    public bool IsValid => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) &&
                           CronSchedule.TryParse(Digest, zone, out _) && CronSchedule.TryParse(Prune, zone, out _);
}
