using CampaignEvents.Domain.Deliveries;
using Npgsql;
using NpgsqlTypes;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Reads what is due, and records tries as they end.</summary>
internal sealed class DeliveryLog(NpgsqlDataSource dataSource)
{
    private const string Waiting = $"FROM {DeliverySchema.Deliveries} WHERE receiver_id = $1 AND state = 1";

    /// <summary>Of each campaign the earliest that waits: those behind it are not sent before it.</summary>
    private const string Heads = $"FROM (SELECT DISTINCT ON (campaign_id) * {Waiting} ORDER BY campaign_id, position, id) heads WHERE true";

    /// <summary>In the order in which it happened, but for what failed before and comes back; of an ordered receiver, one of each campaign.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> DueAsync(Guid receiverId, bool inOrder, DateTimeOffset now, int atMost, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT {DeliveryRow.Columns} {(inOrder ? Heads : Waiting)} AND next_at <= $2 ORDER BY position, id LIMIT $3");
        foreach (var value in (object[])[receiverId, now, atMost])
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<DeliveryRow>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(DeliveryRow.Read(reader));
        return rows;
    }

    /// <summary>When the next of what waits is due; null when nothing waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(Guid receiverId, bool inOrder, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand($"SELECT min(next_at) {(inOrder ? Heads : Waiting)}");
        command.Parameters.Add(new() { Value = receiverId });
        return await command.ExecuteScalarAsync(cancellation) is DateTime next ? new DateTimeOffset(next) : null;
    }

    /// <summary>Records a try, and when the next one is. Not cancelled: the receiver has seen the try already.</summary>
    public async Task RecordAsync(DeliveryRow row, Attempt attempt, DateTimeOffset at, TimeSpan took, RetrySchedule schedule)
    {
        var wait = attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.Refused
            ? schedule.WaitAfter(row.Failures + 1, attempt.RetryAfter, Random.Shared.NextDouble())
            : attempt.Outcome == AttemptOutcome.Unreachable ? TimeSpan.Zero : (TimeSpan?)null;
        var state = attempt.Outcome == AttemptOutcome.Delivered ? DeliveryState.Delivered : wait is null ? DeliveryState.Failed : DeliveryState.Waiting;
        // What another node has delivered meanwhile stays delivered.
        await using var command = dataSource.CreateCommand(
            $"""
            WITH d AS (
                UPDATE {DeliverySchema.Deliveries} SET attempts = attempts + 1, failures = failures + $2,
                    state = CASE WHEN state = 1 OR $3 = 2 THEN $3 ELSE state END, next_at = CASE WHEN state = 1 AND $3 = 1 THEN $4 END
                WHERE id = $1 RETURNING attempts)
            INSERT INTO {DeliverySchema.Attempts} (delivery_id, number, at, took_ms, outcome, status, fault, answer)
            SELECT $1, attempts, $5, $6, $7, $8, $9, $10 FROM d
            """);
        Add(NpgsqlDbType.Uuid, row.Id);
        Add(NpgsqlDbType.Integer, attempt.Outcome is AttemptOutcome.Delivered or AttemptOutcome.Unreachable ? 0 : 1);
        Add(NpgsqlDbType.Smallint, (short)state);
        Add(NpgsqlDbType.TimestampTz, at + took + wait);
        Add(NpgsqlDbType.TimestampTz, at);
        Add(NpgsqlDbType.Integer, (int)took.TotalMilliseconds);
        Add(NpgsqlDbType.Smallint, (short)attempt.Outcome);
        Add(NpgsqlDbType.Integer, attempt.Status);
        Add(NpgsqlDbType.Varchar, attempt.Fault);
        Add(NpgsqlDbType.Text, attempt.Answer);
        await command.ExecuteNonQueryAsync(CancellationToken.None);

        void Add(NpgsqlDbType type, object? value) => command.Parameters.Add(new() { NpgsqlDbType = type, Value = value ?? DBNull.Value });
    }
}
