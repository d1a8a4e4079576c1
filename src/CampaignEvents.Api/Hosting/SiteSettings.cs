namespace CampaignEvents.Api.Hosting;

/// <summary>How this installation is reached. Bound from the configuration section <c>Site</c>.</summary>
internal sealed class SiteSettings
{
    /// <summary>Where it is from outside, for links in what is sent; empty: links are left out, or relative.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>The page of a campaign, with <c>{slug}</c> in it; empty: mail links to none.</summary>
    public string CampaignUrl { get; set; } = "";

    public bool IsValid => IsUrl(PublicUrl) && IsUrl(CampaignUrl.Replace("{slug}", "x", StringComparison.Ordinal));

    public string Base => PublicUrl.TrimEnd('/');

    private static bool IsUrl(string url) =>
        url.Length == 0 || (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https");
}
