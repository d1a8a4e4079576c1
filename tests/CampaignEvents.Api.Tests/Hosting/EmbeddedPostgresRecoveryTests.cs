using System.Diagnostics;
using CampaignEvents.Api.Hosting;
using static CampaignEvents.Api.Tests.Hosting.PostgresProbe;

namespace CampaignEvents.Api.Tests.Hosting;

public sealed class EmbeddedPostgresRecoveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.At("data");

    public void Dispose() => _folder.Dispose();

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
    public async Task a_lost_password_is_reported_rather_than_replaced()
    {
        await (await JoinAsync(Data)).DisposeAsync();
        File.Delete(Path.Combine(Data, "postgres.password"));

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => JoinAsync(Data));

        failure.Message.ShouldContain("postgres.password");
        ServerOf(Data).ShouldBeNull();
    }

    // Another user's lock stands in for the program that was killed: its leaving stops nothing.
    private async Task<int> OrphanAsync()
    {
        var program = await JoinAsync(Data);
        using (FileLock.TryShared(Path.Combine(Data, "postgres.users")).ShouldNotBeNull())
            await program.DisposeAsync();
        return ServerOf(Data).ShouldNotBeNull();
    }
}
