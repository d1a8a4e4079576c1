using System.Globalization;
using CampaignEvents.Api.Http;

namespace CampaignEvents.Api.Replays;

/// <summary>How far a replay has been told; as text, the id of each of its events, by which it is resumed.</summary>
/// <param name="At">The moment of the last state told.</param>
/// <param name="Line">Milestones are told up to and with this line.</param>
/// <param name="To">Where the replay ends, when the request left that out and it was fixed for it; else null.</param>
internal readonly record struct ReplayPosition(DateTimeOffset At, long Line, DateTimeOffset? To)
{
    /// <summary>As in <c>2020-12-20T12:00:00.000000Z/24306</c>; then, after another stroke, <see cref="To"/>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Iso(At)}/{Line}") + (To is { } to ? "/" + Iso(to) : "");

    public static bool TryParse(string text, out ReplayPosition position)
    {
        position = default;
        var parts = text.Split('/');
        if (parts.Length is not (2 or 3) || !Moment.TryParse(parts[0], out var at) ||
            !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            return false;
        DateTimeOffset? to = null;
        if (parts.Length == 3)
        {
            if (!Moment.TryParse(parts[2], out var end))
                return false;
            to = end;
        }
        position = new(at, line, to);
        return true;
    }

    private static string Iso(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
