using System.Security.Cryptography;
using CampaignEvents.Api.Hosting;
using Npgsql;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>The PostgreSQL that a run of benches has for itself, in a temporary folder that goes with it.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly EmbeddedPostgres _postgres;

    private Cluster(string folder, EmbeddedPostgres postgres) => (Folder, _postgres) = (folder, postgres);

    public string Folder { get; }

    public string ConnectionString => _postgres.ConnectionString;

    public static async Task<Cluster> StartAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"campaign-events-bench-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        // Where an installation keeps its secrets; children inherit it, so they seal with the same ones.
        Environment.SetEnvironmentVariable(DataFolder.Variable, folder);
        try
        {
            return new(folder, await EmbeddedPostgres.JoinAsync(folder, cancellation));
        }
        catch
        {
            Remove(folder);
            throw;
        }
    }

    public static string DatabaseOf(string bench) => $"bench_{bench}";

    /// <summary>A database without anything in it for a bench; what it had before is gone.</summary>
    public async Task<string> FreshDatabaseAsync(string bench, CancellationToken cancellation)
    {
        var name = DatabaseOf(bench);
        await DropDatabaseAsync(name, cancellation);
        await ExecuteAsync(ConnectionString, $"CREATE DATABASE {name}", cancellation);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    public Task DropDatabaseAsync(string name, CancellationToken cancellation)
    {
        // Pooled connections to it would be found broken by whoever uses the name next.
        NpgsqlConnection.ClearAllPools();
        return ExecuteAsync(ConnectionString, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", cancellation);
    }

    public static async Task ExecuteAsync(string connectionString, string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        Remove(Folder);
    }

    private static void Remove(string folder)
    {
        // A cluster outside the folder is named by this note; see ClusterPlace.
        var note = Path.Combine(folder, "postgres.location");
        if (File.Exists(note) && File.ReadAllText(note).Trim() is { Length: > 0 } elsewhere && Directory.Exists(elsewhere))
            Directory.Delete(elsewhere, recursive: true);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
