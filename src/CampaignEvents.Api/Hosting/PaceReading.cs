using System.Globalization;

namespace CampaignEvents.Api.Hosting;

/// <summary>How far and how fast something is at a moment.</summary>
/// <param name="Done">Steps done.</param>
/// <param name="Of">Steps in all; null when not known.</param>
/// <param name="PerSecond">Steps per second.</param>
/// <param name="Left">How long the rest takes at that rate; null when that cannot be said.</param>
internal sealed record PaceReading(long Done, long? Of, double PerSecond, TimeSpan? Left)
{
    /// <summary>From 0 to 1; null when not known.</summary>
    public double? Share => Of is { } of ? of == 0 ? 1 : Math.Clamp((double)Done / of, 0, 1) : null;

    /// <summary>As in "12,345 of 50,000 lines (24 %)".</summary>
    public string Far(string unit) => Of is { } of
        ? string.Create(CultureInfo.InvariantCulture, $"{Done:N0} of {Math.Max(of, Done):N0} {unit} ({Math.Floor(Share!.Value * 100)} %)")
        : string.Create(CultureInfo.InvariantCulture, $"{Done:N0} {unit}");

    /// <summary>As in "231,000 lines/s, 1 min 5 s left"; empty before there is a rate.</summary>
    public string Fast(string unit) => PerSecond <= 0 && Done == 0 ? "" :
        string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0} {unit}/s") + (Left is { } left && left > TimeSpan.Zero ? $", {Spoken(left)} left" : "");

    /// <summary>A duration to two units: "9 s", "1 min 5 s", "2 h 10 min", "23 d 15 h".</summary>
    public static string Spoken(TimeSpan duration)
    {
        var seconds = (long)Math.Ceiling(duration.TotalSeconds);
        (long Large, string Name, long Small, string SmallName) parts = seconds switch
        {
            < 60 => (seconds, "s", 0, ""),
            < 3_600 => (seconds / 60, "min", seconds % 60, "s"),
            < 86_400 => (seconds / 3_600, "h", seconds % 3_600 / 60, "min"),
            _ => (seconds / 86_400, "d", seconds % 86_400 / 3_600, "h"),
        };
        return parts.Small == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{parts.Large:N0} {parts.Name}")
            : string.Create(CultureInfo.InvariantCulture, $"{parts.Large:N0} {parts.Name} {parts.Small} {parts.SmallName}");
    }
}
