using System.Globalization;

namespace CampaignEvents.Domain;

/// <summary>Checks that every free text goes through.</summary>
public static class Text
{
    /// <summary>Checks one field. Lengths count UTF-16 units, as most clients do.</summary>
    public static IEnumerable<Problem> Check(string field, string? value, int maximum, bool required = false, bool multiline = false)
    {
        if (value is null || value.All(IsInvisible))
        {
            if (required)
                yield return new(field, "is required");
            yield break;
        }
        if (value.Length > maximum)
            yield return new(field, string.Create(CultureInfo.InvariantCulture, $"is longer than {maximum:N0} characters"));
        if (value.Any(c => IsControl(c) && !(multiline && c is '\n' or '\r' or '\t')))
            yield return new(field, "has control characters");
    }

    private static bool IsInvisible(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    // Among them those that turn the direction of writing, with which a text can be made to look like another.
    private static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
