using System.Globalization;
using CampaignEvents.Api.Hosting;
using Npgsql;

namespace CampaignEvents.Api.Tests.Hosting;

internal static class PostgresProbe
{
    public static Task<EmbeddedPostgres> JoinAsync(string data) => EmbeddedPostgres.JoinAsync(data, CancellationToken.None);

    public static Task<string?> AskAsync(EmbeddedPostgres postgres, string query) => AskAsync(postgres.ConnectionString, query);

    public static async Task<string?> AskAsync(string connectionString, string query)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public static string Tag(string data) => new ClusterPlace(data, null).Tag;

    public static string SocketFolder(EmbeddedPostgres postgres) =>
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host.ShouldNotBeNull();

    public static int? ServerOf(string data) => Postmaster.Find(new ClusterPlace(data, null))?.Pid;

    public static string[] PidFile(string data) => File.ReadAllLines(new ClusterPlace(data, null).PidFile);
}
