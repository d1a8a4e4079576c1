using CampaignEvents.Domain;
using JasperFx.Events;
using Marten;

namespace CampaignEvents.Api.Ledger;

/// <summary>Between a line and Marten's envelope: version is the line's number, timestamp its ledger time.</summary>
internal static class StoredLine
{
    public static IEvent Of(IDocumentSession session, Line line)
    {
        var stored = session.Events.BuildEvent(line.Event);
        stored.Timestamp = line.At;
        // The stored name says which type it is; the .NET name would be a tenth of the row.
        stored.DotNetTypeName = null!;
        return stored;
    }

    public static Line Read(IEvent stored) => new(stored.Version, stored.Timestamp.ToUniversalTime(), (LedgerEvent)stored.Data);
}
