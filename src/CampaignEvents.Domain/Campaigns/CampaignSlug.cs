namespace CampaignEvents.Domain.Campaigns;

/// <summary>A campaign's name in addresses: lower-case letters, digits and single hyphens, 1 to 80 characters.</summary>
public static class CampaignSlug
{
    /// <summary>No campaign is launched under it: in its place stands what is told of all campaigns.</summary>
    public const string Reserved = "live";

    public static bool IsValid(string? slug) =>
        slug is { Length: >= 1 and <= 80 } && slug[0] != '-' && slug[^1] != '-' &&
        !slug.Contains("--", StringComparison.Ordinal) && slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static IEnumerable<Problem> Problems(string? slug)
    {
        if (string.IsNullOrEmpty(slug))
            yield return new("slug", "is required");
        else if (!IsValid(slug))
            yield return new("slug", "must be lower-case letters, digits and single hyphens, at most 80 characters");
        else if (slug == Reserved)
            yield return new("slug", "has a meaning of its own in addresses");
    }
}
