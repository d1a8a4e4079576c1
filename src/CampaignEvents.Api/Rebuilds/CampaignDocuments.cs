using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Verifications;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Rebuilds;

/// <summary>
/// The two documents of a campaign, written as its projections write them. Marten's own rebuild reads a whole stream into
/// memory and outside of the campaign's lock, and storing a document moves its revision, which belongs to the stream.
/// </summary>
internal sealed class CampaignDocuments(IDocumentStore store)
{
    /// <summary>As stored: Marten's JSON.</summary>
    public string Json(object document) => store.Options.Serializer().ToJson(document);

    /// <summary>What the stored documents say otherwise.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="campaign">As folded.</param>
    /// <param name="page">As launched; null where the ledger has no launch.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<Difference>> CompareAsync(
        NpgsqlConnection connection, Guid campaignId, Campaign campaign, CampaignPage? page, CancellationToken cancellation)
    {
        var line = campaign.Progress.Line;
        var differences = new List<Difference>();
        differences.AddRange(await CompareAsync(connection, RebuildModels.Campaign, LedgerSchema.CampaignDocument, line, campaignId, campaign, cancellation));
        if (page is not null)
            differences.AddRange(await CompareAsync(connection, RebuildModels.Page, LedgerSchema.PageDocument, 1, campaignId, page, cancellation));
        return differences;
    }

    // Both texts are PostgreSQL's, so that equal values have equal texts.
    private async Task<IEnumerable<Difference>> CompareAsync(
        NpgsqlConnection connection, string part, string table, long line, Guid id, object folded, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT (SELECT data::text FROM {table} WHERE id = $1), $2::jsonb::text", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = Json(folded) } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (stored, expected) = (reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetString(1));
        return stored == expected ? [] : JsonComparison.Of(part, line, "document", expected, stored);
    }

    public Task WriteAsync(NpgsqlConnection connection, Campaign campaign, CancellationToken cancellation) =>
        RunAsync(connection,
            $"""
            INSERT INTO {LedgerSchema.CampaignDocument} (id, data, mt_dotnet_type, mt_version) VALUES ($1, $2::jsonb, $3, $4)
            ON CONFLICT (id) DO UPDATE SET data = excluded.data, mt_dotnet_type = excluded.mt_dotnet_type, mt_version = excluded.mt_version
            """, cancellation, campaign.Id, Json(campaign), typeof(Campaign).FullName!, campaign.Progress.Line);

    public Task WriteAsync(NpgsqlConnection connection, CampaignPage page, CancellationToken cancellation) =>
        RunAsync(connection,
            $"""
            INSERT INTO {LedgerSchema.PageDocument} (id, data, mt_dotnet_type) VALUES ($1, $2::jsonb, $3)
            ON CONFLICT (id) DO UPDATE SET data = excluded.data, mt_dotnet_type = excluded.mt_dotnet_type
            """, cancellation, page.Id, Json(page), typeof(CampaignPage).FullName!);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
