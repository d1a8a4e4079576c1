using CampaignEvents.Api.Hosting;
using Npgsql;
using static CampaignEvents.Api.Tests.Hosting.PostgresProbe;

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

        foreach (var durable in new[] { "fsync", "synchronous_commit", "full_page_writes", "data_checksums" })
            (await AskAsync(postgres, $"show {durable}")).ShouldBe("on", durable);
        (await AskAsync(postgres, "show server_encoding")).ShouldBe("UTF8");
        (await AskAsync(postgres, "show shared_buffers")).ShouldBe("256MB");
        (await AskAsync(postgres, "show listen_addresses")).ShouldBe("");
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
    public async Task a_path_may_be_long_and_hold_what_a_shell_would_trip_over()
    {
        var data = _folder.At("it's a $HOME \"of\" `sorts`", new string('x', 200), "data");
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);

        await using var postgres = await JoinAsync(data);

        (await AskAsync(postgres, "select 1")).ShouldBe("1");
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

    [Fact]
    public async Task a_folder_closed_to_the_database_keeps_its_cluster_elsewhere_and_says_where()
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        File.SetUnixFileMode(Directory.CreateDirectory(Data).FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using (var first = await JoinAsync(Data))
            await AskAsync(first, "create table kept as select 42 as value; select 1");

        var elsewhere = (await File.ReadAllTextAsync(Path.Combine(Data, "postgres.location"))).Trim();
        elsewhere.ShouldStartWith("/var/lib/campaign-events/");
        try
        {
            await using var second = await JoinAsync(Data);
            (await AskAsync(second, "select value from kept")).ShouldBe("42");
            ServerOf(elsewhere).ShouldNotBeNull();
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }
}
