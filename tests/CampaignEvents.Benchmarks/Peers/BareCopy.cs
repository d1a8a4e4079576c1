using System.Buffers.Text;
using System.Diagnostics;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain.Signatures;
using Npgsql;
using NpgsqlTypes;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>Binary <c>COPY</c> of rows into a table with nothing but the index that keeps them unique: as fast as the server takes rows.</summary>
internal static class BareCopy
{
    public static Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation) => ExecuteAsync(
        connection,
        """
        CREATE SCHEMA IF NOT EXISTS bare;
        CREATE TABLE bare.signatures (
            id uuid NOT NULL, campaign_id uuid NOT NULL, name text NOT NULL, email text NOT NULL, country char(2), postcode text,
            comment text, channel text, referral uuid, created_at timestamptz NOT NULL);
        CREATE UNIQUE INDEX ON bare.signatures (campaign_id, email);
        CREATE TABLE bare.sealed_signatures (
            id uuid NOT NULL, campaign_id uuid NOT NULL, fingerprint uuid NOT NULL, person bytea NOT NULL, key uuid NOT NULL, country char(2),
            household uuid, channel text, referral uuid, created_at timestamptz NOT NULL);
        CREATE UNIQUE INDEX ON bare.sealed_signatures (campaign_id, fingerprint);
        """,
        cancellation);

    public static async Task<TimeSpan> RunAsync(
        NpgsqlConnection connection, Guid campaignId, IEnumerable<SignatureInput> signatures, Func<Guid> newId, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            COPY bare.signatures (id, created_at, campaign_id, name, email, country, postcode, comment, channel, referral)
            FROM STDIN (FORMAT binary)
            """, cancellation))
        {
            foreach (var input in signatures)
            {
                await copy.StartRowAsync(cancellation);
                await copy.WriteAsync(newId(), NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(TimeProvider.System.GetUtcNow().UtcDateTime, NpgsqlDbType.TimestampTz, cancellation);
                await WriteAsync(copy, campaignId, input, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The same with what this ledger stores of a signature, sealing included: what sealing alone costs the comparison.</summary>
    public static async Task<TimeSpan> RunSealedAsync(
        NpgsqlConnection connection, Guid campaignId, IEnumerable<SignCampaign> signatures, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            COPY bare.sealed_signatures (id, campaign_id, fingerprint, person, key, country, household, channel, referral, created_at)
            FROM STDIN (FORMAT binary)
            """, cancellation))
        {
            foreach (var s in signatures)
            {
                await copy.StartRowAsync(cancellation);
                foreach (var id in (Guid[])[s.SignatureId, campaignId, s.Signatory.Value])
                    await copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(Base64Url.DecodeFromChars(s.Person), NpgsqlDbType.Bytea, cancellation);
                await copy.WriteAsync(s.Key, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(s.Country, NpgsqlDbType.Char, cancellation);
                await copy.WriteAsync(s.Household?.Value, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(s.Channel, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(s.Referral, NpgsqlDbType.Uuid, cancellation);
                await copy.WriteAsync(s.At.UtcDateTime, NpgsqlDbType.TimestampTz, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Fills the plain table as its requests would, ids and times from the database; a thousand rows a transaction, to be done soon.</summary>
    public static async Task FillPlainAsync(
        NpgsqlConnection connection, Guid campaignId, IEnumerable<SignatureInput> signatures, CancellationToken cancellation)
    {
        foreach (var chunk in signatures.Chunk(1_000))
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                $"COPY {PlainSql.Table} (campaign_id, name, email, country, postcode, comment, channel, referral) FROM STDIN (FORMAT binary)",
                cancellation);
            foreach (var input in chunk)
            {
                await copy.StartRowAsync(cancellation);
                await WriteAsync(copy, campaignId, input, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, Guid campaignId, SignatureInput input, CancellationToken cancellation)
    {
        await copy.WriteAsync(campaignId, NpgsqlDbType.Uuid, cancellation);
        await copy.WriteAsync(input.Name, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(input.Email, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(input.Country, NpgsqlDbType.Char, cancellation);
        await copy.WriteAsync(input.Postcode, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(input.Comment, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(input.Channel, NpgsqlDbType.Text, cancellation);
        if (input.Referral is { } referral)
            await copy.WriteAsync(referral, NpgsqlDbType.Uuid, cancellation);
        else
            await copy.WriteNullAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
