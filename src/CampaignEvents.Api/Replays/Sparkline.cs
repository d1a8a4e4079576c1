namespace CampaignEvents.Api.Replays;

/// <summary>Numbers as columns of block characters.</summary>
internal static class Sparkline
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>Rows of text, the top one first. The largest number fills the height; any above 0 shows, none below does.</summary>
    public static IEnumerable<string> Rows(IReadOnlyList<long> values, int height)
    {
        var most = Math.Max(1, values.DefaultIfEmpty().Max());
        for (var row = height - 1; row >= 0; row--)
        {
            yield return string.Concat(values.Select(value =>
            {
                var eighths = (long)((Int128)Math.Max(0, value) * height * 8 / most);
                return Blocks[(int)Math.Clamp(Math.Max(eighths, value > 0 ? 1 : 0) - (row * 8), 0, 8)];
            }));
        }
    }
}
