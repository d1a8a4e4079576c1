using System.Diagnostics;
using System.Globalization;
using CampaignEvents.Api.Hosting;
using Npgsql;

namespace CampaignEvents.Api.Tests.Hosting;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.At("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task it_starts_answers_and_keeps_its_data_over_a_stop()
    {
        await using (var first = await JoinAsync(Data))
            await AskAsync(first, "create table kept as select 42 as value; select 1");
        ServerOf(Data).ShouldBeNull();

        await using var second = await JoinAsync(Data);
        (await AskAsync(second, "select value from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task it_is_durable_checked_in_utf8_and_off_the_network()
    {
        await using var postgres = await JoinAsync(Data);

        foreach (var (setting, value) in new Dictionary<string, string>
        {
            ["fsync"] = "on", ["synchronous_commit"] = "on", ["full_page_writes"] = "on", ["data_checksums"] = "on",
            ["server_encoding"] = "UTF8", ["TimeZone"] = "UTC", ["jit"] = "off", ["shared_buffers"] = "256MB",
            ["listen_addresses"] = "", ["password_encryption"] = "scram-sha-256",
        })
        {
            (await AskAsync(postgres, $"show {setting}")).ShouldBe(value, setting);
        }
        (await AskAsync(postgres, "select inet_server_addr() is null")).ShouldBe("True");
        PidFile(Data)[5].Trim().ShouldBe("", "the address it listens on");
    }

    [Fact]
    public async Task its_secrets_and_its_socket_are_for_the_owner_only()
    {
        await using var postgres = await JoinAsync(Data);

        var ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(Path.Combine(Data, "postgres.password")).ShouldBe(ownerOnly);
        File.GetUnixFileMode(SocketFolder(postgres)).ShouldBe(ownerOnly | UnixFileMode.UserExecute);
        await Should.ThrowAsync<PostgresException>(() => AskAsync(
            new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "guess" }.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task the_first_to_leave_does_not_stop_it_for_the_second()
    {
        var first = await JoinAsync(Data);
        var second = await JoinAsync(Data);
        var server = ServerOf(Data);

        await first.DisposeAsync();
        await first.DisposeAsync();

        ServerOf(Data).ShouldBe(server);
        (await AskAsync(second, "select 1")).ShouldBe("1");
        await second.DisposeAsync();
        ServerOf(Data).ShouldBeNull();
    }

    [Fact]
    public async Task all_who_join_an_empty_folder_at_once_share_one_server()
    {
        var joined = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => JoinAsync(Data))));

        joined.Select(postgres => postgres.ConnectionString).Distinct().Count().ShouldBe(1);
        foreach (var postgres in joined)
        {
            (await AskAsync(postgres, "select 1")).ShouldBe("1");
            await postgres.DisposeAsync();
        }
        ServerOf(Data).ShouldBeNull();
    }

    [Fact]
    public async Task a_server_killed_outright_recovers_what_was_committed()
    {
        await using var first = await JoinAsync(Data);
        await AskAsync(first, "create table kept as select 42 as value; select 1");
        using (var server = Process.GetProcessById(ServerOf(Data)!.Value))
            server.Kill();

        await using var second = await JoinAsync(Data);

        (await AskAsync(second, "select value from kept")).ShouldBe("42");
        (await AskAsync(first, "select value from kept")).ShouldBe("42");
    }

    [Fact]
    public async Task a_server_that_outlived_its_program_is_taken_over_and_stopped_in_the_end()
    {
        var orphan = await OrphanAsync();

        await using (var postgres = await JoinAsync(Data))
        {
            ServerOf(Data).ShouldBe(orphan);
            (await AskAsync(postgres, "select 1")).ShouldBe("1");
        }
        ServerOf(Data).ShouldBeNull();
    }

    [Fact]
    public async Task a_server_that_lost_its_socket_is_replaced()
    {
        var orphan = await OrphanAsync();
        Directory.Delete($"/tmp/{Tag(Data)}", recursive: true);

        await using var postgres = await JoinAsync(Data);

        ServerOf(Data).ShouldNotBe(orphan);
        (await AskAsync(postgres, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task a_stale_pid_file_naming_a_foreign_process_does_not_stop_a_start()
    {
        await (await JoinAsync(Data)).DisposeAsync();
        var lines = new[] { $"{Environment.ProcessId}", Path.Combine(Data, "postgres"), "1", "5432", "/tmp", "", "" };
        await File.WriteAllLinesAsync(Path.Combine(Data, "postgres", "postmaster.pid"), lines);

        await using var postgres = await JoinAsync(Data);

        (await AskAsync(postgres, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task a_cluster_half_made_is_made_anew()
    {
        DataFolder.Open(Data);
        Directory.CreateDirectory(Path.Combine(Data, "postgres.new-0123abcd", "cluster", "base"));
        await File.WriteAllTextAsync(Path.Combine(Data, "postgres.new-0123abcd", "cluster", "PG_VERSION"), "15");

        await using var postgres = await JoinAsync(Data);

        (await AskAsync(postgres, "select 1")).ShouldBe("1");
        Directory.GetDirectories(Data, "postgres.new-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task a_path_may_be_long_and_hold_what_a_shell_would_trip_over()
    {
        var data = _folder.At("it's a $HOME \"of\" `sorts`", new string('x', 200), "data");
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);

        await using var postgres = await JoinAsync(data);

        (await AskAsync(postgres, "select 1")).ShouldBe("1");
    }

    [Fact]
    public async Task a_lost_password_is_reported_rather_than_replaced()
    {
        await (await JoinAsync(Data)).DisposeAsync();
        File.Delete(Path.Combine(Data, "postgres.password"));

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => JoinAsync(Data));

        failure.Message.ShouldContain("postgres.password");
        ServerOf(Data).ShouldBeNull();
    }

    [Fact]
    public async Task a_socket_folder_made_by_someone_else_is_refused()
    {
        DataFolder.Open(Data);
        var trap = $"/tmp/{Tag(Data)}";
        File.CreateSymbolicLink(trap, _folder.FullPath);
        try
        {
            var failure = await Should.ThrowAsync<InvalidOperationException>(() => JoinAsync(Data));
            failure.Message.ShouldContain(trap);
        }
        finally
        {
            File.Delete(trap);
        }
    }

    // Another user's lock stands in for the program that was killed: its leaving stops nothing.
    private async Task<int> OrphanAsync()
    {
        var program = await JoinAsync(Data);
        using (FileLock.TryShared(Path.Combine(Data, "postgres.users")).ShouldNotBeNull())
            await program.DisposeAsync();
        return ServerOf(Data).ShouldNotBeNull();
    }

    private static Task<EmbeddedPostgres> JoinAsync(string data) => EmbeddedPostgres.JoinAsync(data, CancellationToken.None);

    private static Task<string?> AskAsync(EmbeddedPostgres postgres, string query) => AskAsync(postgres.ConnectionString, query);

    private static async Task<string?> AskAsync(string connectionString, string query)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static string Tag(string data) => new ClusterPlace(data, null).Tag;

    private static string SocketFolder(EmbeddedPostgres postgres) =>
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host.ShouldNotBeNull();

    private static int? ServerOf(string data) => Postmaster.Find(new ClusterPlace(data, null))?.Pid;

    private static string[] PidFile(string data) => File.ReadAllLines(new ClusterPlace(data, null).PidFile);
}
