using Microsoft.AspNetCore.Http.Metadata;

namespace CampaignEvents.Api.Http;

/// <summary>How large a body may be.</summary>
internal sealed class BodyLimit(long bytes) : IRequestSizeLimitMetadata
{
    /// <summary>For every endpoint but the launch of a campaign.</summary>
    public const long Usual = 16 * 1024;

    /// <summary>For the launch: 10,000 characters of statement, escaped.</summary>
    public const long Launch = 128 * 1024;

    public long? MaxRequestBodySize => bytes;
}
