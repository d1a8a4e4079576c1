using System.Diagnostics;
using System.Net;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Tests.Hosting;
using Npgsql;

namespace CampaignEvents.Api.Tests.Ledger;

/// <summary>What can go wrong, in short forms.</summary>
[Collection(ChaosTests.Name)]
public sealed class CrashTests(ApiFixture fixture)
{
    [Fact]
    public async Task an_acknowledged_signature_survives_kill_9_of_the_process()
    {
        var campaign = await fixture.Host.LaunchAsync();
        for (var round = 0; round < Chaos.Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(fixture.Host.ConnectionString, fixture.NewPath("other"));
            var load = new Load(server.Client, campaign, signers: 32, prefix: $"kill{round}-");
            await load.UntilAsync(300 + (round * 37));
            server.Kill();
            await Load.CheckAsync(campaign, load);
        }
    }

    [Fact]
    public async Task a_process_frozen_with_the_lock_delays_others_5_seconds_at_most()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await using var frozen = await ServerProcess.StartAsync(fixture.Host.ConnectionString, fixture.NewPath("other"));
        var loads = new List<Load>();
        for (var round = 0; round < Chaos.Rounds; round++)
        {
            var theirs = new Load(frozen.Client, campaign, signers: 64, prefix: $"frozen{round}-");
            await theirs.UntilAsync(300);
            await Task.Delay(round * 7 % 40);
            frozen.Freeze();
            await using (var ours = new Load(fixture.Host.Client, campaign, signers: 8, prefix: $"free{round}-"))
            {
                await ours.UntilAsync(200);
                ours.LongestWait.ShouldBeLessThan(TimeSpan.FromSeconds(5));
                loads.Add(ours);
            }
            frozen.Thaw();
            await Task.Delay(100);
            await theirs.DisposeAsync();
            loads.Add(theirs);
        }
        await Load.CheckAsync(campaign, [.. loads]);
    }

    [Fact]
    public async Task a_database_restart_under_load_is_answered_503_loses_nothing_acknowledged_and_the_service_carries_on()
    {
        using var folder = new TemporaryFolder();
        var data = folder.At("data");
        await using var postgres = await EmbeddedPostgres.JoinAsync(data, CancellationToken.None);
        await using var host = await TestHost.StartAsync(postgres.ConnectionString, folder);
        var campaign = await host.LaunchAsync();
        var load = new Load(host.Client, campaign, signers: 32, prefix: "p");
        for (var round = 0; round < Chaos.Rounds; round++)
        {
            await load.UntilAsync(load.Acknowledged.Count + 300);
            await RestartAsync(data, round % 2 == 0 ? "fast" : "immediate");
        }
        await load.UntilAsync(load.Acknowledged.Count + 300);
        await Load.CheckAsync(campaign, load);
        load.Refusals.ShouldAllBe(status => status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task a_session_that_holds_the_lock_and_does_not_answer_is_ended_by_those_who_wait()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var stuck = await HoldLockAsync(fixture.Host, campaign);

        var started = Stopwatch.StartNew();
        (await campaign.SignAsync("ada@example.org")).StatusCode.ShouldBe(HttpStatusCode.Created);
        started.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));

        await Should.ThrowAsync<NpgsqlException>(async () => await stuck.DisposeAsync());
    }

    internal static async Task RestartAsync(string data, string mode)
    {
        var cluster = await PostgresCluster.FindAsync(DataFolder.Open(data), CancellationToken.None);
        if (mode == "immediate")
        {
            // SIGQUIT: the server ends as in a crash, and recovers when it starts.
            using var quit = Process.Start("kill", ["-QUIT", PostgresProbe.ServerOf(data)!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await quit.WaitForExitAsync();
        }
        else
        {
            await cluster.StopAsync();
        }
        await cluster.StartAsync(CancellationToken.None);
    }

    /// <summary>A session that holds a campaign's lock and that the server does not end by itself.</summary>
    private static async Task<NpgsqlConnection> HoldLockAsync(TestHost host, TestCampaign campaign)
    {
        var connection = await host.Database.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("BEGIN"),
                new("SET LOCAL idle_in_transaction_session_timeout = 0"),
                new($"SELECT 1 FROM {LedgerSchema.Name}.mt_streams WHERE id = $1 FOR UPDATE") { Parameters = { new() { Value = campaign.Id } } },
            },
        };
        await batch.ExecuteNonQueryAsync();
        return connection;
    }
}
