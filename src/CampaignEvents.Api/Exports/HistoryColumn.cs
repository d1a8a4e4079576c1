using System.Globalization;
using CampaignEvents.Api.Http;

namespace CampaignEvents.Api.Exports;

/// <summary>A column of the flat formats: a name, a type, and where its values come from.</summary>
/// <param name="Name">In headers and schemas.</param>
/// <param name="Required">Every line has a value.</param>
internal abstract record HistoryColumn(string Name, bool Required)
{
    /// <summary>The value in CSV; null is an empty cell.</summary>
    public abstract string? Cell(HistoryRow row);
}

/// <summary>Whole numbers of 64 bits.</summary>
internal sealed record NumberColumn(string Name, Func<HistoryRow, long?> Of, bool Required = false) : HistoryColumn(Name, Required)
{
    public override string? Cell(HistoryRow row) => Of(row)?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Moments in UTC, to the microsecond.</summary>
internal sealed record TimeColumn(string Name, Func<HistoryRow, DateTimeOffset?> Of, bool Required = false) : HistoryColumn(Name, Required)
{
    public override string? Cell(HistoryRow row) => Of(row) is { } at ? UtcConverter.Text(at) : null;
}

/// <summary>UUIDs.</summary>
internal sealed record IdColumn(string Name, Func<HistoryRow, Guid?> Of) : HistoryColumn(Name, Required: false)
{
    public override string? Cell(HistoryRow row) => Of(row)?.ToString();
}

/// <summary>Yes or no.</summary>
internal sealed record FlagColumn(string Name, Func<HistoryRow, bool?> Of) : HistoryColumn(Name, Required: false)
{
    public override string? Cell(HistoryRow row) => Of(row) switch { true => "true", false => "false", _ => null };
}

/// <summary>One of few ASCII words, such as a country's code.</summary>
internal sealed record CodeColumn(string Name, Func<HistoryRow, string?> Of, bool Required = false) : HistoryColumn(Name, Required)
{
    public override string? Cell(HistoryRow row) => Of(row) is { } code ? FormulaSafe.Of(code) : null;
}

/// <summary>Whatever somebody wrote.</summary>
internal sealed record TextColumn(string Name, Func<HistoryRow, string?> Of) : HistoryColumn(Name, Required: false)
{
    public override string? Cell(HistoryRow row) => Of(row) is { } text ? FormulaSafe.Of(text) : null;
}
