using CampaignEvents.Api.Signatures;
using Npgsql;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>A table of signatures and a counter, kept in step by a transaction per request: what one writes first, and rightly so.</summary>
internal sealed class PlainSql(NpgsqlDataSource dataSource) : IAsyncDisposable
{
    public const string Table = "plain.signatures";

    private const string Schema =
        $"""
        CREATE SCHEMA IF NOT EXISTS plain;
        CREATE TABLE IF NOT EXISTS plain.campaigns (id uuid PRIMARY KEY, slug text NOT NULL UNIQUE, count bigint NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS {Table} (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(), campaign_id uuid NOT NULL, name text NOT NULL, email text NOT NULL,
            country char(2), postcode text, comment text, channel text, referral uuid, created_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (campaign_id, email));
        """;

    /// <summary>A pool of 32: more connections on one hot row only queue in the database instead.</summary>
    public static async Task<PlainSql> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 32, MaxAutoPrepare = 20 };
        var dataSource = NpgsqlDataSource.Create(settings);
        await using var create = dataSource.CreateCommand(Schema);
        await create.ExecuteNonQueryAsync(cancellation);
        return new(dataSource);
    }

    public async Task<Guid> LaunchAsync(string slug)
    {
        await using var insert = dataSource.CreateCommand(
            "INSERT INTO plain.campaigns (id, slug) VALUES (gen_random_uuid(), $1) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id");
        insert.Parameters.Add(new() { Value = slug });
        return (Guid)(await insert.ExecuteScalarAsync())!;
    }

    /// <summary>The signature's id and the count with it; null if the e-mail has signed before. The hot row comes last, so it is locked for the shortest time.</summary>
    public async Task<(Guid Id, long Count)?> SignAsync(Guid campaignId, SignatureInput input)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand(
            $"""
            INSERT INTO {Table} (campaign_id, name, email, country, postcode, comment, channel, referral)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (campaign_id, email) DO NOTHING RETURNING id
            """, connection);
        insert.Parameters.Add(new() { Value = campaignId });
        foreach (var value in (string?[])[input.Name, input.Email, input.Country, input.Postcode, input.Comment, input.Channel])
            insert.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        insert.Parameters.Add(new() { Value = (object?)input.Referral ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        if (await insert.ExecuteScalarAsync() is not Guid id)
            return null;

        await using var update = new NpgsqlCommand("UPDATE plain.campaigns SET count = count + 1 WHERE id = $1 RETURNING count", connection);
        update.Parameters.Add(new() { Value = campaignId });
        var count = (long)(await update.ExecuteScalarAsync())!;
        await transaction.CommitAsync();
        return (id, count);
    }

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();
}
