using CampaignEvents.Api.Campaigns;

namespace CampaignEvents.Api.Scenarios;

/// <summary>How the count grew, and how it would have grown.</summary>
/// <param name="By"><c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="Zone">IANA time zone in which hours and days begin.</param>
/// <param name="Line">The last line that was replayed; both are after it.</param>
/// <param name="Points">In order of time; a time in which neither has a line has none.</param>
/// <param name="Next">Pass as <c>from</c> to go on; left out at the end.</param>
internal sealed record ScenarioTimeline(string By, string Zone, long Line, IReadOnlyList<ScenarioPoint> Points, DateTimeOffset? Next)
{
    /// <param name="wanted">Which timeline.</param>
    /// <param name="line">The last real line.</param>
    /// <param name="real">A page of the real timeline.</param>
    /// <param name="scenario">A page of the scenario's.</param>
    public static ScenarioTimeline Of(TimelineWanted wanted, long line, TimelineSide real, TimelineSide scenario)
    {
        // Beyond the end of the shorter page, one of the two is not known.
        var next = real.Next < scenario.Next ? real.Next : scenario.Next ?? real.Next;
        var (there, here) = (real.ByTime(), scenario.ByTime());
        var (countThere, countHere) = (real.CountBefore, scenario.CountBefore);
        var points = new List<ScenarioPoint>();
        foreach (var at in there.Keys.Union(here.Keys).Where(at => next is null || at < next).Order())
        {
            countThere = there.TryGetValue(at, out var count) ? count : countThere;
            countHere = here.TryGetValue(at, out count) ? count : countHere;
            points.Add(new(at, countThere, countHere, countHere - countThere));
        }
        return new(wanted.By, wanted.Zone, line, points, next);
    }
}

/// <summary>One minute, hour or day of both.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Real">The count at its end.</param>
/// <param name="Scenario">The scenario's count at its end.</param>
/// <param name="Difference">Scenario less real.</param>
internal sealed record ScenarioPoint(DateTimeOffset At, long Real, long Scenario, long Difference);

/// <summary>A page of a timeline, with the count that it ends at when it has no point of its own.</summary>
internal sealed record TimelineSide(IReadOnlyList<TimelinePoint> Points, DateTimeOffset? Next, long CountAtEnd)
{
    public long CountBefore => Points is [var first, ..] ? first.Count - first.Counted + first.Removed - first.External : CountAtEnd;

    public Dictionary<DateTimeOffset, long> ByTime() => Points.ToDictionary(p => p.At, p => p.Count);
}
