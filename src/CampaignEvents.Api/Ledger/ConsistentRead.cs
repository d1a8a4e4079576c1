using System.Data;
using CampaignEvents.Domain;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CampaignEvents.Api.Ledger;

/// <summary>Several queries over one state of the store.</summary>
internal sealed class ConsistentRead : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;
    private readonly IQuerySession _session;

    private ConsistentRead(NpgsqlConnection connection, NpgsqlTransaction transaction, IQuerySession session) =>
        (Connection, _transaction, _session) = (connection, transaction, session);

    public NpgsqlConnection Connection { get; }

    public static async Task<ConsistentRead> BeginAsync(IDocumentStore store, NpgsqlDataSource dataSource, CancellationToken cancellation)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            return new(connection, transaction, store.QuerySession(SessionOptions.ForTransaction(transaction)));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lines of a ledger, in order: at most so many after a line, up to and at a moment.</summary>
    public async Task<IReadOnlyList<Line>> LinesAsync(
        Guid campaignId, long after, int atMost, DateTimeOffset until, CancellationToken cancellation)
    {
        var stored = await _session.Events.FetchStreamAsync(
            campaignId, version: after + atMost, timestamp: until, fromVersion: after + 1, token: cancellation);
        return [.. stored.Select(StoredLine.Read)];
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
