using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace CampaignEvents.Api.Tests;

/// <summary>One PostgreSQL server for a collection of tests, a database for each host, and one host that most tests share.</summary>
public class ApiFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private EmbeddedPostgres? _postgres;
    private int _databases;

    internal TestHost Host { get; private set; } = null!;

    /// <summary>Of the host that the tests share.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    internal string DataFolder => _folder.At("data");

    public virtual async Task InitializeAsync()
    {
        _postgres = await EmbeddedPostgres.JoinAsync(DataFolder, CancellationToken.None);
        Host = await TestHost.StartAsync(await NewDatabaseAsync(), _folder, Settings);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _postgres!.DisposeAsync();
        _folder.Dispose();
    }

    internal async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(_postgres!.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>A host of its own, on an empty database.</summary>
    internal async Task<TestHost> NewHostAsync(params (string Key, string Value)[] settings) =>
        await StartHostAsync(await NewDatabaseAsync(), settings);

    /// <summary>Another host on a database.</summary>
    internal Task<TestHost> StartHostAsync(string connectionString, params (string Key, string Value)[] settings) =>
        TestHost.StartAsync(connectionString, _folder, settings);

    /// <summary>A host of its own that is built differently.</summary>
    internal async Task<TestHost> NewHostAsync(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings) =>
        await TestHost.StartAsync(await NewDatabaseAsync(), _folder, configure, settings);

    internal FileInfo NewFile(string name, string text)
    {
        var file = new FileInfo(_folder.At(name));
        File.WriteAllText(file.FullName, text);
        return file;
    }

    internal string NewPath(string name) => _folder.At(name);
}

[CollectionDefinition(Name)]
public sealed class ApiTests : ICollectionFixture<ApiFixture>
{
    public const string Name = "API";
}

/// <summary>Tests that freeze, kill and restart things, or measure a wait: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosTests : ICollectionFixture<ApiFixture>
{
    public const string Name = "Chaos";
}
