using Marten;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// A message from outside that has been decided, whatever came of it. Written with the lines it led to, so one that comes again is
/// known, whichever node gets it and whatever was recorded since.
/// </summary>
/// <param name="Id">The message's own id.</param>
/// <param name="At">When it came.</param>
internal readonly record struct MessageRow(Guid Id, DateTimeOffset At)
{
    /// <summary>Much longer than any broker keeps trying; what is older is forgotten.</summary>
    private static readonly TimeSpan _remembered = TimeSpan.FromDays(90);

    public static NpgsqlBatchCommand ById(Guid campaignId, Guid[] messages) =>
        new($"SELECT message_id FROM {LedgerSchema.Messages} WHERE message_id = ANY($1) AND campaign_id = $2")
        {
            Parameters = { new() { Value = messages }, new() { Value = campaignId } },
        };

    public static void Insert(IDocumentOperations operations, Guid campaignId, IReadOnlyList<MessageRow> rows)
    {
        operations.QueueSqlCommand(
            $"INSERT INTO {LedgerSchema.Messages} (campaign_id, message_id, at) SELECT ?, * FROM unnest(?, ?)",
            campaignId,
            rows.Select(r => r.Id).ToArray(),
            rows.Select(r => r.At.ToUniversalTime()).ToArray());
        operations.QueueSqlCommand(
            $"DELETE FROM {LedgerSchema.Messages} WHERE campaign_id = ? AND at < ?", campaignId, rows.Max(r => r.At).ToUniversalTime() - _remembered);
    }
}
