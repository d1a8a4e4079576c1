using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Campaigns;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>A ledger there is.</summary>
/// <param name="CampaignId">The campaign, which is the stream.</param>
/// <param name="Slug">As launched.</param>
/// <param name="Lines">How many lines it has.</param>
internal sealed record LedgerEntry(Guid CampaignId, string Slug, long Lines);

/// <summary>Lists the ledgers there are by the ledgers alone, so that no damaged read model can hide one.</summary>
internal sealed class Ledgers(NpgsqlDataSource dataSource, StoredLines stored)
{
    /// <summary>The ledger of that slug, or all of them in order of slug; none where there is no such campaign.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> FindAsync(string? slug, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT first.*, s.id, s.version FROM {LedgerSchema.Streams} s
            LEFT JOIN LATERAL (SELECT {StoredLines.Columns} FROM {LedgerSchema.Events} WHERE stream_id = s.id AND version = 1) first ON true
            WHERE $1::uuid IS NULL OR s.id = $1
            """);
        command.Parameters.Add(new() { Value = slug is null ? DBNull.Value : CampaignId.Of(slug), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<LedgerEntry>();
        while (await reader.ReadAsync(cancellation))
        {
            // A ledger that has lost its first line is there all the same.
            var launch = reader.IsDBNull(1) ? null : stored.Read(reader)?.Event as CampaignLaunched;
            found.Add(new(reader.GetGuid(6), launch?.Terms.Slug ?? slug ?? reader.GetGuid(6).ToString(), reader.GetInt64(7)));
        }
        return [.. found.OrderBy(l => l.Slug, StringComparer.Ordinal)];
    }
}
