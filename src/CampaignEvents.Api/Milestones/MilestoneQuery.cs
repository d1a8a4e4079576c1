using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Milestones;

/// <summary>Reads what happened to milestones.</summary>
internal static class MilestoneQuery
{
    private const string Sql =
        $"""
        SELECT {MilestoneRow.Columns} FROM {LedgerSchema.MilestoneChanges}
        WHERE set_id = {RowSet.OfMilestones} AND line > $2 AND line <= $3 ORDER BY line LIMIT $4
        """;

    /// <param name="connection">The connection.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="after">Behind this line.</param>
    /// <param name="to">Up to and with this line.</param>
    /// <param name="limit">At most so many, the first ones; null: all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<List<MilestoneRow>> ReadAsync(
        NpgsqlConnection connection, Guid campaignId, long after, long to, int? limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        foreach (var value in (object[])[campaignId, after, to, limit is { } most ? (long)most : DBNull.Value])
            command.Parameters.Add(new() { Value = value });
        command.Parameters[3].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<MilestoneRow>();
        while (await reader.ReadAsync(cancellation))
            changes.Add(MilestoneRow.Read(reader));
        return changes;
    }
}
