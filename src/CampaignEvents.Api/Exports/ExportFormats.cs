using CampaignEvents.Domain.Exports;

namespace CampaignEvents.Api.Exports;

/// <summary>How formats are named outside.</summary>
internal static class ExportFormats
{
    public static readonly string[] Names = [.. Enum.GetValues<ExportFormat>().Select(Name)];

    /// <summary>In requests, and the end of a file's name.</summary>
    public static string Name(this ExportFormat format) => format.ToString().ToLowerInvariant();

    public static string ContentType(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "text/csv; charset=utf-8; header=present",
        ExportFormat.Jsonl => "application/jsonl; charset=utf-8",
        _ => "application/vnd.apache.parquet",
    };

    /// <summary>Null when there is no format of that name.</summary>
    public static ExportFormat? Parse(string? name) => Array.IndexOf(Names, name) is >= 0 and var place ? Enum.GetValues<ExportFormat>()[place] : null;
}
