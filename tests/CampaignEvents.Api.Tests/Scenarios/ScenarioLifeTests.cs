using System.Diagnostics;
using System.Net;
using CampaignEvents.Api.Ledger;

namespace CampaignEvents.Api.Tests.Scenarios;

/// <summary>Scenarios that are cancelled, deleted, killed, and run by several processes.</summary>
[Collection(ChaosTests.Name)]
public sealed class ScenarioLifeTests(ApiFixture fixture)
{
    private static readonly object _rules = new { onePer = "household", leaveOut = new { countries = (string[])["DE"] }, ladder = (long[])[10, 1_000, 100_000] };

    [Fact]
    public async Task replayed_twice_over_the_same_lines_it_has_the_same_rows_and_the_same_result()
    {
        var campaign = await fixture.Host.WriteAsync("twice", AskedScenarios.People(9_000));
        string[] paths = [await campaign.AskAsync(_rules), await campaign.AskAsync(_rules)];
        var (first, second) = (await fixture.Host.EndedAsync(paths[0]), await fixture.Host.EndedAsync(paths[1]));
        second["result"]!.ToJsonString().ShouldBe(first["result"]!.ToJsonString());
        (await fixture.Host.RowsAsync(AskedScenarios.IdOf(paths[1]))).ShouldBe(await fixture.Host.RowsAsync(AskedScenarios.IdOf(paths[0])));
    }

    [Fact]
    public async Task killed_in_the_middle_it_is_begun_again_at_once_and_comes_to_the_same()
    {
        await using var host = await fixture.NewHostAsync(("Scenarios:Run", "false"));
        var campaign = await host.WriteAsync("killed", AskedScenarios.People(20_000));
        var path = await campaign.AskAsync(_rules);
        var id = AskedScenarios.IdOf(path);
        await host.SlowDownAsync(seconds: 1);
        await using (var server = await ServerProcess.StartAsync(host.ConnectionString, fixture.NewPath("killed")))
        {
            await host.UntilAsync(path, _ => host.CountRowsAsync(id).Result > 0);
            server.Kill();
        }
        var left = await host.ScenarioAsync(path);
        left.Text("state").ShouldBe("running");
        await host.SlowDownAsync(seconds: 0);

        await using var next = await ServerProcess.StartAsync(host.ConnectionString, fixture.NewPath("killed"));
        var scenario = await host.EndedAsync(path);
        scenario.Text("state").ShouldBe("done");
        (await host.AskAsync<int>($"SELECT takes FROM {LedgerSchema.Scenarios} WHERE id = $1", id)).ShouldBe(2);

        var undisturbed = await campaign.AskAsync(_rules);
        (await host.EndedAsync(undisturbed))["result"]!.ToJsonString().ShouldBe(scenario["result"]!.ToJsonString());
        (await host.RowsAsync(AskedScenarios.IdOf(undisturbed))).ShouldBe(await host.RowsAsync(id));
    }

    [Fact]
    public async Task a_runner_that_loses_its_session_writes_no_more_and_it_is_begun_again()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.WriteAsync("session-lost", AskedScenarios.People(20_000));
        await host.SlowDownAsync(seconds: 1);
        var path = await campaign.AskAsync(_rules);
        var id = AskedScenarios.IdOf(path);
        await host.UntilAsync(path, _ => host.CountRowsAsync(id).Result > 0);
        (await host.AskAsync<bool>(
            "SELECT bool_and(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).ShouldBeTrue();
        await host.SlowDownAsync(seconds: 0);

        (await host.EndedAsync(path)).Text("state").ShouldBe("done");
        (await host.AskAsync<int>($"SELECT takes FROM {LedgerSchema.Scenarios} WHERE id = $1", id)).ShouldBe(2);
        var undisturbed = await campaign.AskAsync(_rules);
        await host.EndedAsync(undisturbed);
        (await host.RowsAsync(AskedScenarios.IdOf(undisturbed))).ShouldBe(await host.RowsAsync(id));
    }

    [Fact]
    public async Task one_that_runs_tells_how_far_it_is_cannot_be_deleted_and_ends_within_a_second_of_being_cancelled()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.WriteAsync("cancelled", AskedScenarios.People(60_000));
        await host.SlowDownAsync(seconds: 1);
        var path = await campaign.AskAsync(_rules);

        var running = await host.UntilAsync(path, s => s["progress"]!["perSecond"] is not null);
        running.Text("state").ShouldBe("running");
        running["progress"]!.Long("lines").ShouldBeInRange(4_096, 59_000);
        running["progress"]!.Long("secondsLeft").ShouldBeInRange(1, 60);
        var refused = await host.Staff.DeleteAsync(path);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:scenario-running");
        (await (await host.Staff.GetAsync(path + "/timeline")).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:scenario-not-done");

        var asked = Stopwatch.StartNew();
        (await host.Staff.PostAsync(path + "/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.EndedAsync(path)).Text("state").ShouldBe("cancelled");
        // A writing that is under way is waited for.
        asked.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        (await host.CountRowsAsync(AskedScenarios.IdOf(path))).ShouldBe(0);
        (await host.Staff.PostAsync(path + "/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task one_that_waits_ends_at_once_and_one_that_is_done_cannot_be_cancelled()
    {
        await using var host = await fixture.NewHostAsync(("Scenarios:Run", "false"));
        var campaign = await host.LaunchAsync();
        var waiting = await campaign.AskAsync(null);
        (await (await host.Staff.PostAsync(waiting + "/cancel", null)).JsonAsync()).Text("state").ShouldBe("cancelled");

        var done = await (await fixture.Host.LaunchAsync()).AskAsync(null);
        await fixture.Host.EndedAsync(done);
        var refused = await fixture.Host.Staff.PostAsync(done + "/cancel", null);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.JsonAsync()).Text("type").ShouldBe("urn:campaign-events:scenario-ended");
    }

    [Fact]
    public async Task deleted_it_leaves_no_row()
    {
        var campaign = await fixture.Host.WriteAsync("deleted", AskedScenarios.People(25_000));
        var path = await campaign.AskAsync(null);
        await fixture.Host.EndedAsync(path);
        (await fixture.Host.CountRowsAsync(AskedScenarios.IdOf(path))).ShouldBeGreaterThan(60_000);
        var live = await fixture.Host.CountRowsAsync(campaign.Id);

        (await fixture.Host.Staff.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await fixture.Host.CountRowsAsync(AskedScenarios.IdOf(path))).ShouldBe(0);
        (await fixture.Host.Staff.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await fixture.Host.CountRowsAsync(campaign.Id)).ShouldBe(live);
    }

    [Fact]
    public async Task two_processes_share_the_scenarios_and_do_none_twice()
    {
        await using var host = await fixture.NewHostAsync(("Scenarios:Run", "false"));
        var campaign = await host.WriteAsync("shared-out", AskedScenarios.People(9_000));
        var paths = new List<string>();
        for (var n = 0; n < 6; n++)
            paths.Add(await campaign.AskAsync(_rules));
        await host.SlowDownAsync(seconds: 2);
        await using var one = await ServerProcess.StartAsync(host.ConnectionString, fixture.NewPath("one"));
        await using var other = await ServerProcess.StartAsync(host.ConnectionString, fixture.NewPath("other"));

        await host.UntilAsync(paths[0], _ => host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Scenarios} WHERE state = 'running'").Result == 2);
        foreach (var path in paths)
            (await host.EndedAsync(path)).Text("state").ShouldBe("done");
        (await host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Scenarios} WHERE takes = 1")).ShouldBe(6);
        var rows = await host.RowsAsync(AskedScenarios.IdOf(paths[0]));
        foreach (var path in paths)
            (await host.RowsAsync(AskedScenarios.IdOf(path))).ShouldBe(rows);
    }

    [Fact]
    public async Task one_that_meets_a_line_it_does_not_know_fails_leaves_no_rows_and_the_next_is_run()
    {
        await using var host = await fixture.NewHostAsync();
        var (broken, sound) = (await host.WriteAsync("broken", AskedScenarios.People(9_000)), await host.LaunchAsync());
        await host.AskAsync<object>($"WITH u AS (UPDATE {LedgerSchema.Events} SET type = 'signature_counted_v9' WHERE stream_id = $1 AND version = 8500) SELECT 1", broken.Id);
        var path = await broken.AskAsync(_rules);
        var failed = await host.EndedAsync(path);
        (failed.Text("state"), failed.Text("error")).ShouldBe(("failed", "ledger-unreadable"));
        (await host.CountRowsAsync(AskedScenarios.IdOf(path))).ShouldBe(0);
        (await sound.RunAsync(null)).Text("state").ShouldBe("done");
    }

    [Fact]
    public async Task the_command_runs_one_itself_while_a_server_runs_and_keeps_it()
    {
        var campaign = await fixture.Host.WriteAsync("by-command", AskedScenarios.People(300));
        var rules = fixture.NewFile("rules.json", """{"leaveOut":{"countries":["DE"]}}""");
        using var command = ServerProcess.Run(
            ["scenario", campaign.Slug, "--name", "By command", "--rules", rules.FullName], fixture.NewPath("command"), ("ConnectionStrings__Campaigns", fixture.Host.ConnectionString));
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0);
        var scenario = (await fixture.Host.ScenarioAsync(campaign.Path + "/scenarios"))["scenarios"]![0]!;
        (scenario.Text("name"), scenario.Text("state")).ShouldBe(("By command", "done"));
        (await fixture.Host.ScenarioAsync($"{campaign.Path}/scenarios/{scenario.Text("id")}"))["result"]!["count"]!.Long("scenario").ShouldBe(200);
    }

    [Fact]
    public async Task one_that_was_begun_too_often_fails_instead()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await host.AskAsync<object>(
            $"""
            WITH bad AS (
                INSERT INTO {LedgerSchema.Scenarios} ({Api.Scenarios.ScenarioRow.Columns})
                VALUES (gen_random_uuid(), $1, 'deadly', '{"{}"}', 'running', false, 10, 1, 0, 0, now(), now(), NULL, NULL, NULL))
            SELECT 1
            """, campaign.Id);
        var path = campaign.Path + "/scenarios/" + await host.AskAsync<Guid>($"SELECT id FROM {LedgerSchema.Scenarios}");
        var failed = await host.EndedAsync(path);
        (failed.Text("state"), failed.Text("error")).ShouldBe(("failed", "taken-too-often"));
    }
}
