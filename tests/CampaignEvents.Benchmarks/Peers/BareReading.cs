using System.Text.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Signatures;
using Npgsql;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>Rows of a ledger read by one Npgsql query and parsed, and nothing else: no page, no order of events, no sum.</summary>
internal static class BareReading
{
    private const string JsonTable = "bare_signatures";

    private static readonly SignatureEventFormat _format = new();
    private static readonly JsonSerializerOptions _json = Json();

    /// <summary>The rows that the ledger itself has: signatures are bytes, the others JSON.</summary>
    public static async Task<long> OfLedgerAsync(NpgsqlDataSource source, Guid campaignId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"SELECT version, timestamp, type, bdata, data FROM {LedgerSchema.Events} WHERE stream_id = $1 ORDER BY version");
        command.Parameters.Add(new() { Value = campaignId });
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            _ = reader.GetInt64(0);
            _ = reader.GetFieldValue<DateTimeOffset>(1);
            _ = reader.GetString(2);
            if (reader.IsDBNull(3))
                JsonDocument.Parse(reader.GetString(4)).Dispose();
            else
                _ = _format.Deserialize(typeof(SignatureCounted), reader.GetFieldValue<byte[]>(3));
            lines++;
        }
        return lines;
    }

    /// <summary>The same signatures stored as JSON, as they would be without a format of their own.</summary>
    public static async Task CreateJsonAsync(NpgsqlDataSource source, IAsyncEnumerable<(long Line, SignatureCounted Event)> signatures, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using (var create = new NpgsqlCommand($"CREATE TABLE {JsonTable} (line bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), type text NOT NULL DEFAULT 'signature_counted_v1', data jsonb NOT NULL)", connection))
            await create.ExecuteNonQueryAsync(cancellation);
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {JsonTable} (line, data) FROM STDIN (FORMAT binary)", cancellation);
        await foreach (var (line, signature) in signatures.WithCancellation(cancellation))
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(line, cancellation);
            await copy.WriteAsync(JsonSerializer.Serialize(signature, _json), NpgsqlTypes.NpgsqlDbType.Jsonb, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }

    public static async Task<long> OfJsonAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"SELECT line, at, type, data FROM {JsonTable} ORDER BY line");
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var lines = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            _ = reader.GetInt64(0);
            _ = reader.GetFieldValue<DateTimeOffset>(1);
            _ = reader.GetString(2);
            _ = JsonSerializer.Deserialize<SignatureCounted>(reader.GetFieldValue<byte[]>(3), _json);
            lines++;
        }
        return lines;
    }

    private static JsonSerializerOptions Json()
    {
        var options = new JsonSerializerOptions();
        LedgerJson.Configure(options);
        return options;
    }
}
