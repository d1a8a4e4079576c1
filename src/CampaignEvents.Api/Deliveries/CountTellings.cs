using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace CampaignEvents.Api.Deliveries;

/// <summary>A count that a receiver is to be told.</summary>
internal sealed record MovedCount(Guid ReceiverId, Guid CampaignId, long Line, long Count, long Position);

/// <summary>What receivers were told of counts last.</summary>
internal static class CountTellings
{
    /// <summary>Any number that nothing else in this database locks.</summary>
    private const long Lock = 0x43_6F_75_6E_74_52_65_6C;

    /// <summary>
    /// The counts that moved since a receiver was told, a second ago or longer. One that still waits to be sent is not followed by
    /// another, so that an hour without a broker leaves one row and not thousands. None while another node looks.
    /// </summary>
    /// <param name="connection">In a transaction, which is to remember what is told.</param>
    /// <param name="interests">Of receivers that ask for counts.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<IReadOnlyList<MovedCount>> MovedAsync(NpgsqlConnection connection, IReadOnlyList<Interest> interests, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT a.receiver_id, s.id, t.line, t.count, e.seq_id
            FROM (SELECT pg_try_advisory_xact_lock({Lock}) AS ours) l
            JOIN unnest($1, $2, $3) a(receiver_id, campaign_id, since) ON l.ours
            JOIN {LedgerSchema.Streams} s ON s.id = a.campaign_id OR a.campaign_id IS NULL
            LEFT JOIN {DeliverySchema.Counts} c ON c.campaign_id = s.id AND c.receiver_id = a.receiver_id
            CROSS JOIN LATERAL (
                SELECT line, at, counted - withdrawn - invalidated + external AS count FROM {LedgerSchema.Timeline}
                WHERE set_id = {RowSet.Of(RowSet.Timeline, "s.id")}
                ORDER BY minute DESC, block DESC LIMIT 1) t
            JOIN {LedgerSchema.Events} e ON e.stream_id = s.id AND e.version = t.line
            WHERE s.version > coalesce(c.line, 0) AND t.count <> coalesce(c.count, 0) AND t.at >= a.since
              AND (c.told_at IS NULL OR c.told_at <= clock_timestamp() - interval '1 second')
              AND NOT EXISTS (
                SELECT 1 FROM {DeliverySchema.Deliveries} d
                WHERE d.campaign_id = s.id AND d.line = c.line AND d.receiver_id = a.receiver_id AND d.type = '{AnnouncementType.CountChanged}' AND d.state = 1)
            """, connection)
        {
            Parameters =
            {
                new() { Value = interests.Select(i => i.ReceiverId).ToArray() },
                new() { Value = interests.Select(i => i.CampaignId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { Value = interests.Select(i => i.Since).ToArray() },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var moved = new List<MovedCount>();
        while (await reader.ReadAsync(cancellation))
            moved.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)));
        return moved;
    }

    public static void Remember(IDocumentOperations operations, IReadOnlyList<MovedCount> told) => operations.QueueSqlCommand(
        $"""
        INSERT INTO {DeliverySchema.Counts} (receiver_id, campaign_id, line, count, told_at)
        SELECT *, clock_timestamp() FROM unnest(?, ?, ?, ?)
        ON CONFLICT (receiver_id, campaign_id) DO UPDATE SET line = excluded.line, count = excluded.count, told_at = excluded.told_at
        """,
        told.Select(t => t.ReceiverId).ToArray(),
        told.Select(t => t.CampaignId).ToArray(),
        told.Select(t => t.Line).ToArray(),
        told.Select(t => t.Count).ToArray());

    public static void Forget(IDocumentOperations operations, Guid receiverId) => operations.QueueSqlCommand(
        $"DELETE FROM {DeliverySchema.Counts} WHERE receiver_id = ?", receiverId);
}
