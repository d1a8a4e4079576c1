using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>What is to happen next for a receiver.</summary>
/// <param name="Holder">Whose turn ends with it; null: it was somebody else's.</param>
/// <param name="At">When to look again; null: not, for nothing waits, or another message is under way already.</param>
internal sealed record Wake(Guid? Holder, DateTimeOffset? At);

/// <summary>
/// Who sends to a receiver now: one node at a time, so that nothing is sent by two. A turn that is not kept up runs out, and
/// with it what a lost or frozen process held. The receiver's breaker is kept here too, for all nodes.
/// </summary>
/// <param name="Holder">Made for this turn.</param>
/// <param name="Breaker">As the turn found it.</param>
/// <param name="WakeAt">When a message that is under way already will look again.</param>
internal sealed record ReceiverTurn(Guid Holder, Breaker Breaker, DateTimeOffset? WakeAt)
{
    /// <summary>Null while it is another's turn.</summary>
    public static async Task<ReceiverTurn?> TakeAsync(
        NpgsqlDataSource dataSource, Guid receiverId, Guid holder, TimeSpan length, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            INSERT INTO {DeliverySchema.Turns} AS t (receiver_id, holder, held_until, failures) VALUES ($1, $2, clock_timestamp() + $3, 0)
            ON CONFLICT (receiver_id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
                WHERE t.holder IS NULL OR t.held_until < clock_timestamp()
            RETURNING failures, paused_until, wake_at
            """);
        foreach (var value in (object[])[receiverId, holder, length])
            command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new(holder, new(reader.GetInt32(0), Moment(reader, 1)), Moment(reader, 2))
            : null;
    }

    /// <summary>Keeps the turn up, and the breaker. False: it has run out, and is another's.</summary>
    public async Task<bool> KeepAsync(NpgsqlDataSource dataSource, Guid receiverId, TimeSpan length, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            UPDATE {DeliverySchema.Turns} SET held_until = clock_timestamp() + $3, failures = $4, paused_until = $5
            WHERE receiver_id = $1 AND holder = $2
            """);
        foreach (var value in (object[])[receiverId, Holder, length, Breaker.Failures, (object?)Breaker.PausedUntil ?? DBNull.Value])
            command.Parameters.Add(new() { Value = value });
        command.Parameters[4].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz;
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>Lets another have its turn at once.</summary>
    public async Task ReleaseAsync(NpgsqlDataSource dataSource, Guid receiverId)
    {
        await using var command = dataSource.CreateCommand($"UPDATE {DeliverySchema.Turns} SET holder = NULL WHERE receiver_id = $1 AND holder = $2");
        command.Parameters.Add(new() { Value = receiverId });
        command.Parameters.Add(new() { Value = Holder });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Ends a turn, and notes when the next message looks again.</summary>
    public static void End(IDocumentOperations operations, Guid receiverId, Guid holder, DateTimeOffset? wakeAt)
    {
        const string sql = $"UPDATE {DeliverySchema.Turns} SET holder = NULL";
        if (wakeAt is { } at)
            operations.QueueSqlCommand($"{sql}, wake_at = ? WHERE receiver_id = ? AND holder = ?", at, receiverId, holder);
        else
            operations.QueueSqlCommand($"{sql} WHERE receiver_id = ? AND holder = ?", receiverId, holder);
    }

    /// <summary>Closes a receiver's breaker: staff have mended it.</summary>
    public static void Reopen(IDocumentOperations operations, Guid receiverId) => operations.QueueSqlCommand(
        $"UPDATE {DeliverySchema.Turns} SET failures = 0, paused_until = NULL WHERE receiver_id = ?", receiverId);

    public static void Forget(IDocumentOperations operations, Guid receiverId) => operations.QueueSqlCommand(
        $"DELETE FROM {DeliverySchema.Turns} WHERE receiver_id = ?", receiverId);

    /// <summary>Every breaker that is not new, by receiver.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Breaker>> BreakersAsync(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand($"SELECT receiver_id, failures, paused_until FROM {DeliverySchema.Turns}");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var breakers = new Dictionary<Guid, Breaker>();
        while (await reader.ReadAsync(cancellation))
            breakers[reader.GetGuid(0)] = new(reader.GetInt32(1), Moment(reader, 2));
        return breakers;
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
