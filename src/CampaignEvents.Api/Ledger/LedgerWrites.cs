using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// Transactions on connections that only the ledger uses and that keep its statements prepared. One that failed takes its
/// connection with it.
/// </summary>
internal sealed class LedgerWrites(string connectionString, NpgsqlDataSource reads, IDocumentStore store) : IAsyncDisposable
{
    private const int LockAttempts = 5;

    private readonly NpgsqlDataSource _dataSource = new NpgsqlDataSourceBuilder(LedgerConnection.ForWrites(connectionString)).Build();

    public async Task<T> InTransactionAsync<T>(Func<IDocumentSession, NpgsqlConnection, Task<T>> write)
    {
        await using var connection = await _dataSource.OpenConnectionAsync();
        try
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var session = store.LightweightSession(SessionOptions.ForTransaction(transaction, shouldAutoCommit: true));
            return await write(session, connection);
        }
        catch (Exception fault)
        {
            NpgsqlConnection.ClearPool(connection);
            // When the server went away, idle connections for reading are as dead as this one.
            if (LedgerFault.IsUnavailable(fault))
                reads.Clear();
            throw;
        }
    }

    /// <summary>Work under a campaign's lock, which no batch can come between. Short, for every signature waits for it.</summary>
    public async Task<T> UnderLockAsync<T>(Guid campaignId, Func<NpgsqlConnection, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = await _dataSource.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            try
            {
                await using var locking = new NpgsqlCommand($"SELECT version FROM {LedgerSchema.Streams} WHERE id = $1 FOR UPDATE", connection);
                locking.Parameters.Add(new() { Value = campaignId });
                await locking.ExecuteScalarAsync();
            }
            catch (Exception fault) when (LedgerFault.IsLockTimeout(fault) && attempt < LockAttempts)
            {
                NpgsqlConnection.ClearPool(connection);
                continue;
            }
            try
            {
                var result = await work(connection);
                await transaction.CommitAsync();
                return result;
            }
            catch
            {
                NpgsqlConnection.ClearPool(connection);
                throw;
            }
        }
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
