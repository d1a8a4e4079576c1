using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>Read models of a store from before row sets keyed their rows by campaign; those rows are each campaign's first set.</summary>
internal static class RowSetMigration
{
    private static readonly string _sql = string.Concat(((string[])[LedgerSchema.Timeline, LedgerSchema.Tallies, LedgerSchema.MilestoneChanges]).Select(table =>
        $"""
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('{table}') AND attname = 'campaign_id' AND NOT attisdropped) THEN
                ALTER TABLE {table} RENAME COLUMN campaign_id TO set_id;
            END IF;
        END $$;

        """));

    public static async Task RunAsync(NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(_sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
