using System.Text.Json;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Campaigns;

/// <summary>A progress as it is answered: serialized once, sent often.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="ETag">Weak: changes with the line and the state, not with the moment of reading.</param>
/// <param name="ReadAt">A timestamp of the clock's, taken before reading.</param>
internal sealed record CachedProgress(byte[] Json, string ETag, long ReadAt)
{
    public static CachedProgress Of(Progress progress, long readAt, DateTimeOffset now)
    {
        var answer = ProgressAnswer.Of(progress, now);
        return new(
            JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.ProgressAnswer),
            $"W/\"{answer.Line}-{answer.State}\"",
            readAt);
    }
}
