using CampaignEvents.Domain;

namespace CampaignEvents.Api.Receivers;

/// <summary>What a webhook's URL may look like. Which address it leads to is looked at when it is connected to.</summary>
internal static class ReceiverUrl
{
    private const int MaximumLength = 2_000;

    public static IEnumerable<Problem> Problems(string? url, bool allowHttp)
    {
        if (string.IsNullOrEmpty(url))
            yield return new("url", "is required");
        else if (url.Length > MaximumLength || !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("https" or "http"))
            yield return new("url", "must be an absolute http or https URL, at most 2,000 characters");
        else if (parsed.Scheme == "http" && !allowHttp)
            yield return new("url", "must be https, unless allowHttp is true");
        else if (parsed.UserInfo.Length > 0 || parsed.Fragment.Length > 0)
            yield return new("url", "must have neither user information nor a fragment");
    }
}
