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
        return stored;
    }

    /// <summary>The stored name says which type an event is; the .NET name beside it would be a fifth of the row.</summary>
    public static void ForgetTypes(IEnumerable<IEvent> appended)
    {
        foreach (var stored in appended)
            stored.DotNetTypeName = null!;
    }

    public static Line Read(IEvent stored) => new(stored.Version, stored.Timestamp.ToUniversalTime(), (LedgerEvent)stored.Data);
}
