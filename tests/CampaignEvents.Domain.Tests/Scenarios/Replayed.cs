using System.Collections.Immutable;
using System.Text.Json;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Scenarios;

namespace CampaignEvents.Domain.Tests.Scenarios;

/// <summary>A ledger replayed under rules.</summary>
internal sealed record Replayed(IReadOnlyList<Line> Lines, LedgerState State, ImmutableSortedDictionary<ScenarioRule, long> Changed)
{
    public static Replayed Of(IReadOnlyList<Line> real, ScenarioRules rules)
    {
        var fold = new ScenarioFold(rules);
        var lines = new List<Line>();
        foreach (var line in real)
        {
            fold.Add(line);
            foreach (var here in fold.Lines)
            {
                lines.Add(here.Line);
                here.After.Line.ShouldBe(here.Line.Number);
            }
        }
        return new(lines, fold.State, fold.LinesChanged);
    }

    /// <summary>What happened, without when: number and event of each line.</summary>
    public static string Text(IEnumerable<Line> lines) => string.Join('\n', lines.Select(l => $"{l.Number} {Text(l)}"));

    /// <summary>The same with times.</summary>
    public static string Exact(IEnumerable<Line> lines) => string.Join('\n', lines.Select(l => $"{l.Number} {l.At:O} {Text(l)}"));

    public static string Text(Line line) => line.Event.GetType().Name + JsonSerializer.Serialize(line.Event, line.Event.GetType());
}
