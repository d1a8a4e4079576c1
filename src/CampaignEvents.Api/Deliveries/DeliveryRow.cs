using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>A row of the delivery log.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="ReceiverId">To whom.</param>
/// <param name="CampaignId">Null for a test.</param>
/// <param name="Line">The line it tells of; null for a test.</param>
/// <param name="Position">The event's place in the whole store.</param>
/// <param name="CreatedAt">When it was found that this receiver is to be told.</param>
/// <param name="NextAt">When it is tried next; null: not.</param>
/// <param name="Type">An announcement's type.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="Failures">Failed tries since it was made, or asked for again.</param>
/// <param name="State">Where it stands.</param>
internal sealed record DeliveryRow(
    Guid Id, Guid ReceiverId, Guid? CampaignId, long? Line, long Position, DateTimeOffset CreatedAt, DateTimeOffset? NextAt,
    string Type, int Attempts, int Failures, DeliveryState State)
{
    public const string Columns =
        "id, receiver_id, campaign_id, line, position, created_at, next_at, type, attempts, failures, state";

    private const string Waiting = "1";

    /// <summary>A delivery that is to be tried at once.</summary>
    public static DeliveryRow New(Guid id, Guid receiverId, Guid? campaignId, long? line, long position, string type, DateTimeOffset now) =>
        new(id, receiverId, campaignId, line, position, now, now, type, 0, 0, DeliveryState.Waiting);

    public static DeliveryRow Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.IsDBNull(3) ? null : reader.GetInt64(3),
        reader.GetInt64(4), reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
        reader.GetString(7), reader.GetInt32(8), reader.GetInt32(9), (DeliveryState)reader.GetInt16(10));

    /// <summary>Adds rows. One that is there already stays as it is, so a replay sends nothing; or, if asked for, is tried again.</summary>
    public static void Insert(IDocumentOperations operations, IReadOnlyList<DeliveryRow> rows, bool again = false) => operations.QueueSqlCommand(
        $"""
        INSERT INTO {DeliverySchema.Deliveries} AS d ({Columns})
        SELECT *, 0, 0, {Waiting} FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO {(again ? $"UPDATE SET state = {Waiting}, failures = 0, next_at = excluded.next_at" : "NOTHING")}
        """,
        rows.Select(r => r.Id).ToArray(),
        rows.Select(r => r.ReceiverId).ToArray(),
        rows.Select(r => r.CampaignId).ToArray(),
        rows.Select(r => r.Line).ToArray(),
        rows.Select(r => r.Position).ToArray(),
        rows.Select(r => r.CreatedAt).ToArray(),
        rows.Select(r => r.NextAt).ToArray(),
        rows.Select(r => r.Type).ToArray());

    /// <summary>Sets rows back to be tried at once.</summary>
    public static void Again(IDocumentOperations operations, AgainFilter filter, DateTimeOffset now)
    {
        var (where, values) = filter.ToSql();
        operations.QueueSqlCommand($"UPDATE {DeliverySchema.Deliveries} SET state = {Waiting}, failures = 0, next_at = ? WHERE {where}", [now, .. values]);
    }

    /// <summary>Ends all that waits for a receiver.</summary>
    public static void EndAll(IDocumentOperations operations, Guid receiverId, DeliveryState state) => operations.QueueSqlCommand(
        $"UPDATE {DeliverySchema.Deliveries} SET state = ?, next_at = NULL WHERE receiver_id = ? AND state = {Waiting}", (short)state, receiverId);
}
