using System.Globalization;
using CampaignEvents.Domain.Deliveries;
using Npgsql;
using NpgsqlTypes;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Which deliveries are asked for.</summary>
internal sealed record DeliveryFilter(Guid? CampaignId, Guid? ReceiverId, DeliveryState? State, Guid? After, int Limit);

/// <summary>A delivery and its tries.</summary>
internal sealed record LoggedDelivery(DeliveryRow Row, IReadOnlyList<LoggedAttempt> Attempts);

/// <summary>A try that has ended.</summary>
internal sealed record LoggedAttempt(Guid DeliveryId, int Number, DateTimeOffset At, int TookMs, AttemptOutcome Outcome, int? Status, string? Fault, string? Answer);

/// <summary>Reads the delivery log.</summary>
internal sealed class DeliveryQuery(NpgsqlDataSource dataSource)
{
    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(DeliveryFilter filter, CancellationToken cancellation) => await RowsAsync(
        $"""
        WHERE ($1 IS NULL OR campaign_id = $1) AND ($2 IS NULL OR receiver_id = $2) AND ($3 IS NULL OR state = $3)
          AND ($4 IS NULL OR (created_at, id) < (SELECT created_at, id FROM {DeliverySchema.Deliveries} WHERE id = $4))
        ORDER BY created_at DESC, id DESC LIMIT $5
        """,
        [
            (NpgsqlDbType.Uuid, filter.CampaignId), (NpgsqlDbType.Uuid, filter.ReceiverId), (NpgsqlDbType.Smallint, (short?)filter.State),
            (NpgsqlDbType.Uuid, filter.After), (NpgsqlDbType.Integer, filter.Limit),
        ],
        cancellation);

    /// <summary>How many there are, by receiver.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountAsync(AgainFilter filter, CancellationToken cancellation)
    {
        var (where, values) = filter.ToSql();
        var numbered = string.Concat(where.Split('?').Select((part, i) => i == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"${i}{part}")));
        await using var command = dataSource.CreateCommand(
            $"SELECT receiver_id, count(*)::integer FROM {DeliverySchema.Deliveries} WHERE {numbered} GROUP BY receiver_id");
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<Guid, int>();
        while (await reader.ReadAsync(cancellation))
            counts[reader.GetGuid(0)] = reader.GetInt32(1);
        return counts;
    }

    /// <summary>Null when there is none.</summary>
    public async Task<LoggedDelivery?> FindAsync(Guid id, CancellationToken cancellation)
    {
        var rows = await RowsAsync("WHERE id = $1", [(NpgsqlDbType.Uuid, id)], cancellation);
        return rows.Count == 0 ? null : (await WithAttemptsAsync(rows, cancellation))[0];
    }

    public async Task<IReadOnlyList<LoggedDelivery>> WithAttemptsAsync(IReadOnlyList<DeliveryRow> rows, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT delivery_id, number, at, took_ms, outcome, status, fault, answer FROM {DeliverySchema.Attempts}
            WHERE delivery_id = ANY($1) ORDER BY number
            """);
        command.Parameters.Add(new() { Value = rows.Select(row => row.Id).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var attempts = new List<LoggedAttempt>();
        while (await reader.ReadAsync(cancellation))
        {
            attempts.Add(new(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetInt32(3), (AttemptOutcome)reader.GetInt16(4),
                reader.IsDBNull(5) ? null : reader.GetInt32(5), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7)));
        }
        var byDelivery = attempts.ToLookup(a => a.DeliveryId);
        return [.. rows.Select(row => new LoggedDelivery(row, [.. byDelivery[row.Id]]))];
    }

    private async Task<List<DeliveryRow>> RowsAsync(string where, (NpgsqlDbType Type, object? Value)[] values, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand($"SELECT {DeliveryRow.Columns} FROM {DeliverySchema.Deliveries} {where}");
        foreach (var (type, value) in values)
            command.Parameters.Add(new() { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<DeliveryRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(DeliveryRow.Read(reader));
        return rows;
    }
}
