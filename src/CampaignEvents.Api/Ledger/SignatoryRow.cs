using CampaignEvents.Domain.Signatures;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>A row of the signatory table: the only place that holds a signatory's key.</summary>
/// <param name="Signatory">The signatory.</param>
/// <param name="Key">What the key that seals the person's data is made from; null once the person is erased.</param>
internal sealed record SignatoryRow(Signatory Signatory, Guid? Key)
{
    private const string Columns =
        "fingerprint, signature_id, status, number, count_then, country, channel, share_id, key";

    public static NpgsqlBatchCommand ByFingerprint(Guid campaignId, Guid[] fingerprints) =>
        new($"SELECT {Columns} FROM {LedgerSchema.Signatories} WHERE fingerprint = ANY($1) AND campaign_id = $2")
        {
            Parameters = { new() { Value = fingerprints }, new() { Value = campaignId } },
        };

    public static NpgsqlBatchCommand BySignature(Guid campaignId, Guid[] signatures) =>
        new($"SELECT {Columns} FROM {LedgerSchema.Signatories} WHERE signature_id = ANY($1) AND campaign_id = $2")
        {
            Parameters = { new() { Value = signatures }, new() { Value = campaignId } },
        };

    public static SignatoryRow Read(NpgsqlDataReader reader) =>
        new(ReadSignatory(reader), reader.IsDBNull(8) ? null : reader.GetGuid(8));

    /// <summary>All but the key, which comes last.</summary>
    public static Signatory ReadSignatory(NpgsqlDataReader reader) => new(
        new(reader.GetGuid(0)),
        reader.GetGuid(1),
        (SignatureStatus)reader.GetInt16(2),
        reader.IsDBNull(3) ? null : reader.GetInt32(3),
        reader.IsDBNull(4) ? null : reader.GetInt64(4),
        reader.IsDBNull(5) ? null : reader.GetString(5),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetGuid(7));

    public static void Upsert(IDocumentOperations operations, Guid campaignId, SignatoryRow[] rows) => operations.QueueSqlCommand(
        $"""
        INSERT INTO {LedgerSchema.Signatories} AS s (campaign_id, {Columns})
        SELECT ?, * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (fingerprint) DO UPDATE SET signature_id = excluded.signature_id, status = excluded.status,
            number = excluded.number, count_then = excluded.count_then, country = excluded.country,
            channel = excluded.channel, share_id = excluded.share_id, key = excluded.key
        """,
        campaignId,
        Array.ConvertAll(rows, r => r.Signatory.Fingerprint.Value),
        Array.ConvertAll(rows, r => r.Signatory.SignatureId),
        Array.ConvertAll(rows, r => (short)r.Signatory.Status),
        Array.ConvertAll(rows, r => (int?)r.Signatory.Number),
        Array.ConvertAll(rows, r => r.Signatory.Count),
        Array.ConvertAll(rows, r => r.Signatory.Country),
        Array.ConvertAll(rows, r => r.Signatory.Channel),
        Array.ConvertAll(rows, r => r.Signatory.Referral),
        Array.ConvertAll(rows, r => r.Key));
}
