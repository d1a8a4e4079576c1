using System.Security.Cryptography;
using CampaignEvents.Api.Ledger;
using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>Refuses data that was written under another master secret: with it, everyone could sign a second time.</summary>
internal static class InstallationCheck
{
    public static async Task RunAsync(NpgsqlDataSource dataSource, Secrets secrets, CancellationToken cancellation)
    {
        await using var first = dataSource.CreateCommand(
            $"INSERT INTO {LedgerSchema.Installation} (name, value) VALUES ('secrets-check', $1) ON CONFLICT DO NOTHING");
        first.Parameters.Add(new() { Value = secrets.Check });
        await first.ExecuteNonQueryAsync(cancellation);

        await using var stored = dataSource.CreateCommand($"SELECT value FROM {LedgerSchema.Installation} WHERE name = 'secrets-check'");
        if (!CryptographicOperations.FixedTimeEquals((byte[])(await stored.ExecuteScalarAsync(cancellation))!, secrets.Check))
        {
            throw new InvalidOperationException(
                $"This database was written under another master secret. Give that one as Secrets__Master, or put it back as " +
                $"{Installation.MasterSecretFile} in the data folder.");
        }
    }
}
