using CampaignEvents.Domain.Shares;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>A row of the share table.</summary>
internal static class ShareRow
{
    public static NpgsqlBatchCommand ById(Guid campaignId, Guid[] shares) =>
        new($"SELECT share_id, channel, by_signature FROM {LedgerSchema.Shares} WHERE share_id = ANY($1) AND campaign_id = $2")
        {
            Parameters = { new() { Value = shares }, new() { Value = campaignId } },
        };

    public static Share Read(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2));

    public static void Insert(IDocumentOperations operations, Guid campaignId, List<Share> shares) => operations.QueueSqlCommand(
        $"INSERT INTO {LedgerSchema.Shares} (campaign_id, share_id, channel, by_signature) SELECT ?, * FROM unnest(?, ?, ?)",
        campaignId,
        shares.Select(s => s.Id).ToArray(),
        shares.Select(s => s.Channel).ToArray(),
        shares.Select(s => s.By).ToArray());
}
