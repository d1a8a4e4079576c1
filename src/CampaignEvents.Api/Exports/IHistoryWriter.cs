namespace CampaignEvents.Api.Exports;

/// <summary>Writes lines in one format. Disposing of it ends nothing.</summary>
internal interface IHistoryWriter : IDisposable
{
    /// <summary>Writes the lines in order, and waits while the receiver is slow.</summary>
    Task WriteAsync(IReadOnlyList<ExportedLine> lines);

    /// <summary>Writes what ends the file. Not called for an export that failed, so that a part is never taken for the whole.</summary>
    Task EndAsync();
}
