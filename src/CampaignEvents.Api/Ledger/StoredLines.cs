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

    /// <summary>The same without sealed persons, which half of the bytes are and no rule needs.</summary>
    public static readonly string OpenColumns = Columns.Replace("bdata", $"substring(bdata for {SignatureEventFormat.OpenLength}) AS bdata", StringComparison.Ordinal);

    private readonly FrozenDictionary<string, EventMapping> _mappings = store.Options.Events
        .AllKnownEventTypes().OfType<EventMapping>().ToFrozenDictionary(m => ((IEventType)m).EventTypeName);

    private readonly ISerializer _serializer = store.Options.Serializer();

    /// <param name="row">At a row of <see cref="Columns"/>, or of <see cref="OpenColumns"/> where persons are left out.</param>
    /// <param name="persons">False: sealed persons are left out.</param>
    /// <exception cref="InvalidDataException">The event is not known to this version of the program.</exception>
    public Line Read(NpgsqlDataReader row, bool persons = false)
    {
        var name = row.GetString(1);
        if (!_mappings.TryGetValue(name, out var mapping))
            throw new InvalidDataException($"Line {row.GetInt64(4)} is a '{name}', which this version does not know.");
        var data = !persons && mapping.BinarySerializer is SignatureEventFormat
            ? SignatureEventFormat.Deserialize(mapping.DocumentType, row.GetFieldValue<byte[]>(3), person: false)
            : (LedgerEvent)mapping.ReadEventData(_serializer, row).Data;
        return new(row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5), data);
    }
}
