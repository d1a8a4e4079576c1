using System.Text.Json;
using CampaignEvents.Api.History;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Exports;

/// <summary>One line on its way out.</summary>
/// <param name="Line">The line.</param>
/// <param name="Person">Null: the line has none, or it is not asked for.</param>
internal readonly record struct ExportedLine(Line Line, UnsealedPerson? Person);

/// <summary>A line as <see cref="HistoryLine"/> shows it, and the person beside it.</summary>
internal sealed record UnsealedLine(long Line, DateTimeOffset At, string Type, JsonElement Data, UnsealedPerson? Person)
{
    public static UnsealedLine Of(HistoryLine line, UnsealedPerson? person) => new(line.Line, line.At, line.Type, line.Data, person);

    public override string ToString() => nameof(UnsealedLine);
}
