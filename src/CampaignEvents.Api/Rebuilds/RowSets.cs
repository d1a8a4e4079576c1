using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Rebuilds;

/// <summary>The list of row sets: which are read, which are being folded, and which are of the past and may go.</summary>
internal static class RowSets
{
    private const int Chunk = 20_000;

    /// <summary>Notes a set before its first row is written, so that its rows are found again whatever happens.</summary>
    public static Task BeginAsync(NpgsqlConnection connection, Guid campaignId, string model, Guid setId, CancellationToken cancellation) =>
        RunAsync(connection, $"INSERT INTO {LedgerSchema.RowSets} (campaign_id, model, set_id, is_current) VALUES ($1, $2, $3, false)",
            cancellation, campaignId, model, setId);

    /// <summary>Makes a set the one that is read. Under the campaign's lock.</summary>
    public static async Task SwapAsync(NpgsqlConnection connection, Guid campaignId, string model, Guid setId, CancellationToken cancellation)
    {
        // A campaign's first set bears the campaign's id, and is not in the list until another takes its place.
        await RunAsync(connection,
            $"""
            INSERT INTO {LedgerSchema.RowSets} (campaign_id, model, set_id, is_current) SELECT $1, $2, $1, true
            WHERE NOT EXISTS (SELECT FROM {LedgerSchema.RowSets} WHERE campaign_id = $1 AND model = $2 AND is_current)
            """, cancellation, campaignId, model);
        await RunAsync(connection, $"UPDATE {LedgerSchema.RowSets} SET is_current = (set_id = $3) WHERE campaign_id = $1 AND model = $2",
            cancellation, campaignId, model, setId);
    }

    /// <summary>Deletes every set that is not read.</summary>
    public static async Task SweepAsync(NpgsqlConnection connection, Guid campaignId, string model, string table, CancellationToken cancellation)
    {
        foreach (var setId in await PastAsync(connection, campaignId, model, cancellation))
        {
            await DeleteRowsAsync(connection, table, setId, cancellation);
            await RunAsync(connection, $"DELETE FROM {LedgerSchema.RowSets} WHERE campaign_id = $1 AND model = $2 AND set_id = $3",
                cancellation, campaignId, model, setId);
        }
    }

    /// <summary>Deletes a set's rows, a few at a time, so that nobody waits for it.</summary>
    public static async Task DeleteRowsAsync(NpgsqlConnection connection, string table, Guid setId, CancellationToken cancellation)
    {
        int deleted;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            deleted = await RunAsync(
                connection, $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE set_id = $1 LIMIT {Chunk}))", cancellation, setId);
        }
        while (deleted == Chunk);
    }

    private static async Task<List<Guid>> PastAsync(NpgsqlConnection connection, Guid campaignId, string model, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT set_id FROM {LedgerSchema.RowSets} WHERE campaign_id = $1 AND model = $2 AND NOT is_current", connection)
        {
            Parameters = { new() { Value = campaignId }, new() { Value = model } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var past = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
            past.Add(reader.GetGuid(0));
        return past;
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
