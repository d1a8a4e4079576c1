namespace CampaignEvents.Domain.Exports;

/// <summary>Lines were exported with their signatories' details in clear. Recorded before the first of them left.</summary>
/// <param name="ExportId">Its id.</param>
/// <param name="FirstLine">The first line it covers.</param>
/// <param name="LastLine">The last line it covers; not later than the line before this one.</param>
/// <param name="Format">As what they were exported.</param>
/// <param name="Reason">Why, without personal data.</param>
/// <param name="By">By what right.</param>
public sealed record PersonsUnsealed(
    Guid ExportId, long FirstLine, long LastLine, ExportFormat Format, string Reason, UnsealedBy By) : LedgerEvent;
