using System.Globalization;
using System.Text.RegularExpressions;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Http;

/// <summary>Moments in requests: ISO 8601 with <c>Z</c> or an offset, never without.</summary>
internal static partial class Moment
{
    /// <summary>Null without a problem when the query has none.</summary>
    public static (DateTimeOffset? Value, Problem? Problem) Read(IQueryCollection query, string name, TimeProvider clock, bool past = false)
    {
        var text = query[name].ToString();
        if (text.Length == 0)
            return default;
        // An unescaped + of an offset arrives as a space.
        text = text.Replace(' ', '+');
        if (!TryParse(text, out var moment))
            return (null, new(name, "must be an ISO 8601 time with Z or an offset, such as 2020-12-07T12:00:00Z"));
        return past && moment > clock.GetUtcNow() ? (null, new(name, "lies in the future")) : (moment, null);
    }

    /// <summary>Gives UTC, cut to whole microseconds.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        moment = default;
        if (!Shape().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            return false;
        moment = LedgerTime.Truncate(parsed);
        return true;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
