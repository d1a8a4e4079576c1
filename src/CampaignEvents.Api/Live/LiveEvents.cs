using System.Globalization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Live;

/// <summary>Event <c>progress</c>: how far a campaign is.</summary>
/// <param name="Campaign">Its slug.</param>
/// <param name="Progress">As it is answered to whoever asks for it.</param>
internal sealed record LiveProgress(string Campaign, ProgressAnswer Progress);

/// <summary>Event <c>milestone</c>: comes before the first progress that includes it.</summary>
/// <param name="Campaign">Its slug.</param>
/// <param name="Milestone">What happened.</param>
internal sealed record LiveMilestone(string Campaign, MilestoneChangeAnswer Milestone);

/// <summary>
/// Encodes what many are told. An id says what its reader has been told: of one campaign the last line, of all campaigns the
/// moment of reading, in milliseconds.
/// </summary>
internal static class LiveEvents
{
    public static ReadOnlyMemory<byte> Progress(long id, string campaign, Progress progress, DateTimeOffset at) =>
        EventStream.Encode("progress", Text(id), new LiveProgress(campaign, ProgressAnswer.Of(progress, at)), ApiJson.Default.LiveProgress);

    public static ReadOnlyMemory<byte> Milestone(long id, string campaign, MilestoneRow row) =>
        EventStream.Encode("milestone", Text(id), new LiveMilestone(campaign, MilestoneChangeAnswer.Of(row)), ApiJson.Default.LiveMilestone);

    private static readonly long _maximum = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Null without a header. False when it cannot be an id of ours.</summary>
    public static bool TryReadId(string? header, out long? id)
    {
        id = null;
        if (string.IsNullOrEmpty(header))
            return true;
        var read = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= _maximum;
        id = number;
        return read;
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
