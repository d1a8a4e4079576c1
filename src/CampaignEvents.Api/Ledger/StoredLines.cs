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

    private readonly FrozenDictionary<string, EventMapping> _mappings = store.Options.Events
        .AllKnownEventTypes().OfType<EventMapping>().ToFrozenDictionary(m => ((IEventType)m).EventTypeName);

    private readonly ISerializer _serializer = store.Options.Serializer();

    /// <param name="row">At a row of <see cref="Columns"/>.</param>
    /// <param name="persons">False: sealed persons are left out, which halves the work.</param>
    /// <exception cref="InvalidDataException">The event is not known to this version of the program.</exception>
    public Line Read(NpgsqlDataReader row, bool persons = false)
    {
        var name = row.GetString(1);
        if (!_mappings.TryGetValue(name, out var mapping))
            throw new InvalidDataException($"Line {row.GetInt64(4)} is a '{name}', which this version does not know.");
        // Marten's own reading of a row does not know of the bytes.
        var data = mapping.BinarySerializer is SignatureEventFormat
            ? SignatureEventFormat.Deserialize(mapping.DocumentType, row.GetFieldValue<byte[]>(3), persons)
            : (LedgerEvent)mapping.ReadEventData(_serializer, row).Data;
        return new(row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5), data);
    }
}
