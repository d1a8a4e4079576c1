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

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
