using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// A private PostgreSQL server under the data folder, reached by a socket only. Any number of processes may join it:
/// the first one in starts it, the last one out stops it, and one left behind by a crash is taken over.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Name = "campaigns";
    private const string PasswordFile = "postgres.password";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly DataFolder _data;
    private readonly PostgresCluster _cluster;
    private readonly FileLock _seat;
    private int _left;

    private EmbeddedPostgres(DataFolder data, PostgresCluster cluster, FileLock seat, string connectionString) =>
        (_data, _cluster, _seat, ConnectionString) = (data, cluster, seat, connectionString);

    /// <summary>For Npgsql; holds the password, so it is never to be logged.</summary>
    public string ConnectionString { get; }

    public static async Task<EmbeddedPostgres> JoinAsync(string dataFolder, CancellationToken cancellation)
    {
        var data = DataFolder.Open(dataFolder);
        using var turn = await TakeTurnAsync(data, cancellation);
        var cluster = await PostgresCluster.FindAsync(data, cancellation);
        var seat = FileLock.TryShared(UsersOf(data))
            ?? throw new InvalidOperationException($"{UsersOf(data)} is locked by another program.");
        try
        {
            return new(data, cluster, seat, await RunAsync(data, cluster, cancellation));
        }
        catch
        {
            await LeaveAsync(data, cluster, seat);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 1)
            return;
        using (_seat)
        using (await TakeTurnAsync(_data, CancellationToken.None))
            await LeaveAsync(_data, _cluster, _seat);
    }

    private static async Task<string> RunAsync(DataFolder data, PostgresCluster cluster, CancellationToken cancellation)
    {
        if (cluster.Exists && !File.Exists(data.PathOf(PasswordFile)))
            throw new InvalidOperationException($"The database is there but its password, {data.PathOf(PasswordFile)}, is not; restore that file.");

        var password = data.ReadOrCreateSecret(PasswordFile, bytes: 32);
        if (!cluster.Exists)
            await cluster.CreateAsync(Name, password, cancellation);

        var running = await cluster.RunningAsync(cancellation);
        if (running is null || !await AnswersAsync(cluster, running, password, cancellation))
        {
            await cluster.StopAsync();
            running = await cluster.StartAsync(cancellation);
        }
        await CreateDatabaseAsync(running, password, cancellation);
        return Connection(running, password, Name).ConnectionString;
    }

    // A server whose socket was cleaned away with /tmp runs on, but nobody can reach it.
    private static async Task<bool> AnswersAsync(PostgresCluster cluster, Postmaster server, string password, CancellationToken cancellation)
    {
        if (!await cluster.Place.IsPrivateAsync(server.SocketFolder, cancellation))
            return false;
        try
        {
            await using var connection = await OpenAsync(server, password, cancellation);
            return true;
        }
        catch (NpgsqlException failure) when (failure is not PostgresException)
        {
            return false;
        }
    }

    private static async Task CreateDatabaseAsync(Postmaster server, string password, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(server, password, cancellation);
        await using var find = new NpgsqlCommand($"select 1 from pg_database where datname = '{Name}'", connection);
        if (await find.ExecuteScalarAsync(cancellation) is not null)
            return;
        await using var create = new NpgsqlCommand($"create database {Name}", connection);
        await create.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<NpgsqlConnection> OpenAsync(Postmaster server, string password, CancellationToken cancellation)
    {
        var maintenance = Connection(server, password, "postgres");
        maintenance.Pooling = false;
        var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static NpgsqlConnectionStringBuilder Connection(Postmaster server, string password, string database) =>
        new() { Host = server.SocketFolder, Username = Name, Password = password, Database = database };

    private static async Task LeaveAsync(DataFolder data, PostgresCluster cluster, FileLock seat)
    {
        seat.Dispose();
        using var alone = FileLock.TryExclusive(UsersOf(data));
        if (alone is not null)
            await cluster.StopAsync();
    }

    private static Task<FileLock> TakeTurnAsync(DataFolder data, CancellationToken cancellation) =>
        FileLock.ExclusiveAsync(data.PathOf("postgres.start"), _patience, cancellation);

    private static string UsersOf(DataFolder data) => data.PathOf("postgres.users");
}
