using System.Globalization;
using System.Text.RegularExpressions;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Imports;

/// <summary>Times in files: year first, with a space or a T before the time of day; UTC where no offset is given.</summary>
internal static partial class FileTime
{
    public static bool TryParse(string text, out DateTimeOffset moment)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var read = Shape().IsMatch(text) & DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out moment);
        moment = LedgerTime.Truncate(moment);
        return read;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:?\d{2})?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
