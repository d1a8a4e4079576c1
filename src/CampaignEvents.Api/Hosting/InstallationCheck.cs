using System.Security.Cryptography;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>Refuses data that was written under another master secret: with it, everyone could sign a second time.</summary>
internal static class InstallationCheck
{
    public static async Task RunAsync(NpgsqlDataSource dataSource, Secrets secrets, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            WITH first AS (
                INSERT INTO {LedgerSchema.Installation} (name, value) VALUES ('secrets-check', $1) ON CONFLICT DO NOTHING RETURNING value)
            SELECT value FROM first UNION ALL SELECT value FROM {LedgerSchema.Installation} WHERE name = 'secrets-check' LIMIT 1
            """);
        command.Parameters.Add(new() { Value = secrets.Check });
        var stored = (byte[]?)await command.ExecuteScalarAsync(cancellation);
        if (!CryptographicOperations.FixedTimeEquals(stored, secrets.Check))
        {
            throw new InvalidOperationException(
                $"This database was written under another master secret. Give that one as Secrets__Master, or put it back as " +
                $"{Installation.MasterSecretFile} in the data folder.");
        }
    }
}
