namespace CampaignEvents.Domain.Exports;

/// <summary>As what a ledger's lines are exported.</summary>
public enum ExportFormat
{
    /// <summary>RFC 4180, one row for each line.</summary>
    Csv,

    /// <summary>One JSON object for each line.</summary>
    Jsonl,

    /// <summary>Apache Parquet, with the columns of CSV.</summary>
    Parquet,
}
