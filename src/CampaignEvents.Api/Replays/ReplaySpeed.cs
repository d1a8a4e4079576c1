using System.Globalization;
using System.Text.RegularExpressions;

namespace CampaignEvents.Api.Replays;

/// <summary>How fast history goes by: so many times faster than it went, or all of it in so long.</summary>
/// <param name="Factor">1 to 1,000,000; null when <paramref name="Whole"/> says it.</param>
/// <param name="Whole">1 second to 1 day; null when <paramref name="Factor"/> says it.</param>
internal readonly partial record struct ReplaySpeed(double? Factor, TimeSpan? Whole)
{
    public const string Rule = "must be a factor from 1 to 1000000, such as 100 or x100, or a duration for the whole, 1s to 24h, such as 60s";

    public static readonly ReplaySpeed Usual = new(null, TimeSpan.FromSeconds(60));

    /// <summary>The factor at which a stretch of history is gone over.</summary>
    public double Over(TimeSpan history) => Factor ?? history / Whole!.Value;

    /// <summary>Reads <c>100</c>, <c>x100</c>, <c>×100</c>; <c>60s</c>, <c>in 60 seconds</c>, <c>5 min</c>, <c>2h</c>.</summary>
    public static bool TryParse(string text, out ReplaySpeed speed)
    {
        var match = Shape().Match(text);
        var number = match.Success ? double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        speed = match.Groups["unit"].Value is { Length: > 0 } unit
            ? new(null, TimeSpan.FromSeconds(Math.Min(number, 1e6) * (unit[0] switch { 's' => 1, 'm' => 60, _ => 3_600 })))
            : new(number, null);
        return speed is { Factor: >= 1 and <= 1_000_000 } || (speed.Whole >= TimeSpan.FromSeconds(1) && speed.Whole <= TimeSpan.FromDays(1));
    }

    [GeneratedRegex(
        @"^([x×]? ?(?<number>\d{1,9}(\.\d{1,9})?)|(in )?(?<number>\d{1,9}(\.\d{1,9})?) ?(?<unit>s|sec|seconds?|m|min|minutes?|h|hours?))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
