using System.Globalization;
using System.Text;

namespace CampaignEvents.Api.Scenarios;

/// <summary>A scenario's result for a terminal.</summary>
internal static class ScenarioReport
{
    public static string Of(ScenarioRow scenario)
    {
        var text = new StringBuilder();
        Line($"Scenario {scenario.Id} \"{scenario.Name}\": {scenario.State.ToString().ToLowerInvariant()}{(scenario.Error is { } error ? $" ({error})" : "")}");
        if (scenario.Result is not { } result)
            return text.ToString().TrimEnd();
        Line($"{"",-24}{"real",22}{"scenario",22}{"difference",14}");
        Line($"{"count",-24}{result.Count.Real,22:N0}{result.Count.Scenario,22:N0}{result.Count.Difference,14:+#,0;-#,0;0}");
        Line($"{"goal",-24}{result.Goal.Real,22:N0}{result.Goal.Scenario,22:N0}{result.Goal.Difference,14:+#,0;-#,0;0}");
        foreach (var m in result.Milestones)
            Line($"{"reached " + m.Threshold.ToString("N0", CultureInfo.InvariantCulture),-24}{Moment(m.Real),22}{Moment(m.Scenario),22}{Later(m.SecondsLater),14}");
        Line($"Lines changed: {string.Join(", ", result.LinesChanged.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:N0}")))}");
        return text.ToString().TrimEnd();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture).TrimEnd());
    }

    private static string Moment(DateTimeOffset? at) =>
        at is { } moment ? moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "-";

    private static string Later(decimal? seconds) => seconds switch
    {
        null => "",
        0 => "0",
        { } later => (later < 0 ? "-" : "+") + TimeSpan.FromSeconds((double)Math.Abs(later)).ToString(@"d'd 'hh\:mm\:ss", CultureInfo.InvariantCulture),
    };
}
