namespace CampaignEvents.Api.Exports;

/// <summary>The columns of CSV and Parquet. Later versions may add some, so they are to be read by name.</summary>
internal static class HistoryColumns
{
    private static readonly HistoryColumn[] _lines =
    [
        new NumberColumn("line", r => r.Line, Required: true),
        new TimeColumn("at", r => r.At, Required: true),
        new CodeColumn("type", r => r.Type, Required: true),
        new IdColumn("signatureId", r => r.SignatureId),
        new NumberColumn("number", r => r.Number),
        new CodeColumn("country", r => r.Country),
        new CodeColumn("channel", r => r.Channel),
        new IdColumn("referral", r => r.Referral),
        new TimeColumn("collectedAt", r => r.CollectedAt),
        new TextColumn("reason", r => r.Reason),
        new IdColumn("shareId", r => r.ShareId),
        new IdColumn("sharedBy", r => r.SharedBy),
        new TextColumn("source", r => r.Source),
        new NumberColumn("count", r => r.Count),
        new NumberColumn("change", r => r.Change),
        new TextColumn("byCountry", r => r.ByCountry),
        new TextColumn("countryChanges", r => r.CountryChanges),
        new NumberColumn("threshold", r => r.Threshold),
        new NumberColumn("byLine", r => r.ByLine),
        new NumberColumn("goalFrom", r => r.GoalFrom),
        new NumberColumn("goalTo", r => r.GoalTo),
        new TimeColumn("opensAt", r => r.OpensAt),
        new TimeColumn("closesAt", r => r.ClosesAt),
        new TextColumn("slug", r => r.Slug),
        new TextColumn("title", r => r.Title),
        new TextColumn("statement", r => r.Statement),
        new TextColumn("addressedTo", r => r.AddressedTo),
        new TextColumn("ladder", r => r.Ladder),
        new TextColumn("thresholds", r => r.Thresholds),
        new CodeColumn("confirmation", r => r.Confirmation),
        new IdColumn("exportId", r => r.ExportId),
        new NumberColumn("firstLine", r => r.FirstLine),
        new NumberColumn("lastLine", r => r.LastLine),
        new CodeColumn("format", r => r.Format),
        new CodeColumn("unsealedBy", r => r.UnsealedBy),
        new IdColumn("receiverId", r => r.ReceiverId),
    ];

    private static readonly HistoryColumn[] _persons =
    [
        new TextColumn("name", r => r.Person?.Name),
        new TextColumn("email", r => r.Person?.Email),
        new TextColumn("postcode", r => r.Person?.Postcode),
        new TextColumn("comment", r => r.Person?.Comment),
        new FlagColumn("erased", r => r.Person?.Erased),
        new CodeColumn("problem", r => r.Person?.Problem),
    ];

    public static IReadOnlyList<HistoryColumn> Of(bool persons) => persons ? [.. _lines, .. _persons] : _lines;
}
