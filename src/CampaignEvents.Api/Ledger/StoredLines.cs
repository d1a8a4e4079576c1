using System.Collections.Frozen;
using CampaignEvents.Domain;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>Turns stored rows into lines by Marten's own mappings, so that upcasters apply.</summary>
internal sealed class StoredLines(IDocumentStore store)
{
    /// <summary>What must be selected, in this order; the first four are where Marten's mappings look for them.</summary>
    public const string Columns = "data, type, mt_dotnet_type, bdata, version, timestamp";

    /// <summary>The place of the line's number among them.</summary>
    public const int NumberColumn = 4;

    /// <summary>The same without sealed persons, which half of the bytes are and no rule needs.</summary>
    public static readonly string OpenColumns = Columns.Replace("bdata", $"substring(bdata for {SignatureEventFormat.OpenLength}) AS bdata", StringComparison.Ordinal);

    private readonly FrozenDictionary<string, EventMapping> _mappings = store.Options.Events
        .AllKnownEventTypes().OfType<EventMapping>().ToFrozenDictionary(m => ((IEventType)m).EventTypeName);

    private readonly ISerializer _serializer = store.Options.Serializer();

    /// <summary>Null when the event's name is known only to Marten's upcasters; see <see cref="ReadAsync"/>.</summary>
    /// <param name="row">At a row of <see cref="Columns"/>, or of <see cref="OpenColumns"/> where persons are left out.</param>
    /// <param name="persons">False: sealed persons are left out.</param>
    public Line? Read(NpgsqlDataReader row, bool persons = false)
    {
        if (!_mappings.TryGetValue(row.GetString(1), out var mapping))
            return null;
        // Marten's own reading of a row does not know of the bytes.
        var data = mapping.BinarySerializer switch
        {
            null => (LedgerEvent)mapping.ReadEventData(_serializer, row).Data,
            SignatureEventFormat when !persons => SignatureEventFormat.Deserialize(mapping.DocumentType, row.GetFieldValue<byte[]>(3), person: false),
            var format => (LedgerEvent)format.Deserialize(mapping.DocumentType, row.GetFieldValue<byte[]>(3)),
        };
        return new(row.GetInt64(NumberColumn), row.GetFieldValue<DateTimeOffset>(5), data);
    }

    /// <summary>Lines by Marten's own query, which knows every upcaster, and is several times slower.</summary>
    /// <exception cref="InvalidDataException">An event is not known to this version of the program.</exception>
    public async Task<List<Line>> ReadAsync(Guid campaignId, long after, long to, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        try
        {
            var lines = await session.Events.QueryAllRawEvents()
                .Where(e => e.StreamId == campaignId && e.Version > after && e.Version <= to).OrderBy(e => e.Version).ToListAsync(cancellation);
            return [.. lines.Select(StoredLine.Read)];
        }
        catch (Exception unknown) when (unknown is UnknownEventTypeException or InvalidCastException)
        {
            // Marten looks for the .NET name of a type that it does not know, which is not stored.
            throw new InvalidDataException($"Behind line {after} is an event that this version does not know.", unknown);
        }
    }
}
