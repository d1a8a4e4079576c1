using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Signatures;
using Npgsql;

namespace CampaignEvents.Api.Verifications;

/// <summary>Keys are in no event, so they cannot be folded; but who has withdrawn must have none.</summary>
internal static class ErasedComparison
{
    public static async Task<IReadOnlyList<Difference>> RunAsync(NpgsqlConnection connection, Guid campaignId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT signature_id FROM {LedgerSchema.Signatories} WHERE campaign_id = $1 AND status = $2 AND key IS NOT NULL ORDER BY 1", connection)
        {
            Parameters = { new() { Value = campaignId }, new() { Value = (short)SignatureStatus.Withdrawn } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var kept = new List<Difference>();
        while (await reader.ReadAsync(cancellation))
            kept.Add(new("signatories", null, $"signature {reader.GetGuid(0)}: key of somebody who withdrew", "erased", "kept"));
        return kept;
    }
}
