using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Api.Tests.Imports;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tallies;
using CampaignEvents.Domain.Tests;
using CampaignEvents.Domain.Tests.Laws;
using CsCheck;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Scenarios;

[Collection(ApiTests.Name)]
public sealed class ScenarioTests(ApiFixture fixture)
{
    [Fact]
    public async Task a_scenario_with_the_campaigns_own_rules_has_the_very_rows_of_the_campaign()
    {
        var random = new Random(5);
        var sequences = new List<Command[]>();
        RandomCommands.Sequence.Sample(sequences.Add, iter: 10, threads: 1, seed: "0000000000000");
        sequences.Add([.. AskedScenarios.People(9_000)]);
        foreach (var (sequence, index) in sequences.Select((s, i) => (s, i)))
        {
            var campaign = await fixture.Host.WriteAsync($"own-rules-{index}", sequence, random);
            var path = await campaign.AskAsync(rules: null);
            var scenario = await fixture.Host.EndedAsync(path);
            scenario.Text("state").ShouldBe("done");
            (await fixture.Host.RowsAsync(AskedScenarios.IdOf(path))).ShouldBe(await fixture.Host.RowsAsync(campaign.Id));
            scenario["result"]!["linesChanged"]!.ToJsonString().ShouldBe("""{"following":0}""");
            scenario["result"]!["progress"]!["scenario"]!.ToJsonString().ShouldBe(scenario["result"]!["progress"]!["real"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task a_scenario_is_asked_for_replayed_and_told_beside_what_there_was()
    {
        var campaign = await fixture.Host.WriteAsync("without-germany", AskedScenarios.People(120));
        var path = await campaign.AskAsync(new { leaveOut = new { countries = (string[])["DE"] }, addThresholds = (long[])[60, 110] }, "Without Germany");
        var scenario = await fixture.Host.EndedAsync(path);

        scenario.Text("name").ShouldBe("Without Germany");
        scenario["rules"]!.ToJsonString().ShouldBe("""{"addThresholds":[60,110],"leaveOut":{"countries":["DE"]}}""");
        scenario["progress"]!.ToJsonString().ShouldBe("""{"lines":123,"of":123}""");
        var result = scenario["result"]!;
        result["count"]!.ToJsonString().ShouldBe("""{"real":120,"scenario":80,"difference":-40}""");
        result["goal"]!.ToJsonString().ShouldBe("""{"real":200,"scenario":100,"difference":-100}""");
        // 40 Germans; 60 is reached, 110 is not; 100 was reached and the goal raised.
        result["linesChanged"]!.ToJsonString().ShouldBe("""{"leaveOut.countries":40,"addThresholds":1,"following":2}""");
        result["milestones"]!.ToJsonString().ShouldBe("""[{"threshold":60,"scenario":"2020-12-08T13:29:00Z"},{"threshold":100,"real":"2020-12-08T13:40:00Z"}]""");
        result["progress"]!["scenario"]!.Long("line").ShouldBe(82);
    }

    [Fact]
    public async Task the_read_models_queries_answer_for_a_scenario_too()
    {
        var campaign = await fixture.Host.WriteAsync("tallied-scenario", AskedScenarios.People(3_000));
        var path = await campaign.AskAsync(new { leaveOut = new { countries = (string[])["DE"] } });
        await fixture.Host.EndedAsync(path);
        var id = AskedScenarios.IdOf(path);
        await using var read = await ConsistentRead.BeginAsync(fixture.Host.Services.GetRequiredService<IDocumentStore>(), fixture.Host.Database, CancellationToken.None);
        var state = (await AsOf.ReadAsync(read, id, moment: null, CancellationToken.None))!;
        var countries = await TallyQuery.ReadAsync(read.Connection, id, Dimension.Country, state, after: null, 100, CancellationToken.None);
        countries.Items.ShouldBe([new("GB", 2_000)]);
        countries.Count.ShouldBe(2_000);
    }

    [Fact]
    public async Task a_scenario_leaves_the_ledger_and_the_live_campaign_as_they_are()
    {
        var campaign = await fixture.Host.WriteAsync("left-alone", AskedScenarios.People(2_000));
        const string Streams = $"SELECT (SELECT count(*) FROM {LedgerSchema.Events}) || ' ' || (SELECT string_agg(s::text, ';' ORDER BY id) FROM {LedgerSchema.Name}.mt_streams s)";
        var (streams, rows) = (await fixture.Host.AskAsync<string>(Streams), await fixture.Host.RowsAsync(campaign.Id));
        var answers = await AnswersAsync(campaign);

        await campaign.RunAsync(new { onePer = "household", ladder = (long[])[50, 5_000], thresholds = (long[])[10], closesAt = "2020-12-09T12:00:00Z" });

        (await fixture.Host.AskAsync<string>(Streams)).ShouldBe(streams);
        (await fixture.Host.RowsAsync(campaign.Id)).ShouldBe(rows);
        (await AnswersAsync(campaign)).ShouldBe(answers);
    }

    [Fact]
    public async Task a_scenario_covers_the_ledger_up_to_when_it_was_asked_for_and_its_timeline_too()
    {
        await using var host = await fixture.NewHostAsync(("Scenarios:Run", "false"));
        var campaign = await host.WriteAsync("grown-since", AskedScenarios.People(50));
        var path = await campaign.AskAsync(new { leaveOut = new { from = "2020-12-08T12:11:00Z", to = "2020-12-08T12:21:00Z" } });
        await campaign.SignAsync("later@example.org");
        await using var other = await ServerProcess.StartAsync(host.ConnectionString, fixture.NewPath("runner"));
        var result = (await host.EndedAsync(path))["result"]!;
        result["count"]!.ToJsonString().ShouldBe("""{"real":50,"scenario":40,"difference":-10}""");

        var timeline = await host.ScenarioAsync(path + "/timeline?by=hour&zone=UTC");
        timeline.ToJsonString().ShouldBe(
            """{"by":"hour","zone":"UTC","line":51,"points":[{"at":"2020-12-08T09:00:00Z","real":0,"scenario":0,"difference":0},{"at":"2020-12-08T12:00:00Z","real":50,"scenario":40,"difference":-10}]}""");
        var minutes = (await host.ScenarioAsync(path + "/timeline?by=minute&from=2020-12-08T12:20:00Z"))["points"]!.AsArray();
        minutes.Take(2).Select(p => p!.ToJsonString()).ShouldBe(
            ["""{"at":"2020-12-08T12:20:00Z","real":20,"scenario":10,"difference":-10}""", """{"at":"2020-12-08T12:21:00Z","real":21,"scenario":11,"difference":-10}"""]);
    }

    [Fact]
    public async Task a_long_timeline_goes_on_at_next_without_a_gap()
    {
        var campaign = await fixture.Host.WriteAsync("long-scenario", AskedScenarios.People(6_000));
        var path = await campaign.AskAsync(new { closesAt = "2020-12-08T13:00:00Z" });
        await fixture.Host.EndedAsync(path);
        var first = await fixture.Host.ScenarioAsync(path + "/timeline?by=minute");
        var second = await fixture.Host.ScenarioAsync($"{path}/timeline?by=minute&from={first.Text("next")}");
        JsonNode[] points = [.. first["points"]!.AsArray()!, .. second["points"]!.AsArray()!];
        points.Skip(1).Select(p => p.Long("real")).ShouldBe(Enumerable.Range(1, 6_000).Select(n => (long)n));
        points.Skip(1).Select(p => p.Long("scenario")).ShouldBe(Enumerable.Range(1, 6_000).Select(n => Math.Min(n, 59L)));
        second["next"].ShouldBeNull();
    }

    [RealDataFact("uk-petition-700143-counts.csv")]
    public async Task on_real_readings_an_added_threshold_has_the_time_of_the_first_reading_at_or_above_it_and_the_live_campaign_is_unchanged()
    {
        var file = RealDataFactAttribute.File("uk-petition-700143-counts.csv")!;
        var campaign = await fixture.Host.LaunchAsync(goal: 100_000_000, ladder: [], thresholds: [1_000_000], launchedAt: new(2024, 11, 20, 0, 0, 0, TimeSpan.Zero));
        using var rejects = new Api.Imports.RejectsFile(fixture.NewPath("uk-scenario.rejects.csv"));
        await Api.Imports.ImportExternalCounts.RunAsync(fixture.Host.Services, campaign.Id, file, "UK Parliament", rejects, CancellationToken.None);
        var answers = await AnswersAsync(campaign);

        var result = (await campaign.RunAsync(new { addThresholds = (long[])[2_500_000] }))["result"]!;

        var at = File.ReadLines(file.FullName).Skip(1).Select(l => l.Split(',')).First(c => long.Parse(c[1], System.Globalization.CultureInfo.InvariantCulture) >= 2_500_000)[0];
        var milestones = result["milestones"]!.AsArray();
        milestones.Select(m => m!.Long("threshold")).ShouldBe([1_000_000, 2_500_000]);
        milestones[0]!["secondsLater"]!.GetValue<decimal>().ShouldBe(0);
        milestones[1]!.Text("scenario").ShouldBe(at.Replace(' ', 'T') + "Z");
        milestones[1]!["real"].ShouldBeNull();
        result["count"]!.Long("difference").ShouldBe(0);
        result["linesChanged"]!.ToJsonString().ShouldBe("""{"addThresholds":1,"following":0}""");
        (await AnswersAsync(campaign)).ShouldBe(answers);
    }

    [Fact]
    public async Task everything_wrong_is_named()
    {
        var campaign = await fixture.Host.LaunchAsync();
        async Task<string[]> Wrong(object body)
        {
            var response = await fixture.Host.Staff.PostAsJsonAsync(campaign.Path + "/scenarios", body);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return [.. (await response.JsonAsync())["errors"]!.AsObject().Select(e => e.Key).Order()];
        }
        (await Wrong(new { rules = new { countFrom = "birth", onePer = "person", ladder = (long[])[2, 1], thresholds = (long[])[0], addThresholds = (long[])[3, 3] } }))
            .ShouldBe(["name", "rules.addThresholds", "rules.countFrom", "rules.ladder", "rules.onePer", "rules.thresholds"]);
        (await Wrong(new
        {
            name = new string('n', 101),
            rules = new
            {
                countFrom = "confirmation",
                closesAt = "2020-01-01T00:00:00Z",
                leaveOut = new { countries = (string?[])["DE", null], channels = (string[])["E Mail"], sources = (string[])[""], from = "2020-12-08T12:00:00Z", to = "2020-12-08T12:00:00Z" },
            },
        })).ShouldBe(["name", "rules.closesAt", "rules.countFrom", "rules.leaveOut.channels", "rules.leaveOut.countries", "rules.leaveOut.sources", "rules.leaveOut.to"]);
        (await Wrong(new { name = "n", rules = new { ladder = "all", goal = 1, leaveOut = new { countries = (string[])["XX"], from = "yesterday", postcodes = 1 } } }))
            .ShouldBe(["rules.goal", "rules.ladder", "rules.leaveOut.countries", "rules.leaveOut.from", "rules.leaveOut.postcodes"]);
        (await Wrong(new { name = "n", rules = 5 })).ShouldBe(["rules"]);
    }

    [Fact]
    public async Task scenarios_are_staffs_and_what_is_not_there_is_unknown()
    {
        var (campaign, other) = (await fixture.Host.LaunchAsync(), await fixture.Host.LaunchAsync());
        var id = AskedScenarios.IdOf(await campaign.AskAsync(null));
        foreach (var (method, path) in ((HttpMethod, string)[])[
            (HttpMethod.Post, "/scenarios"), (HttpMethod.Get, "/scenarios"), (HttpMethod.Get, $"/scenarios/{id}"), (HttpMethod.Get, $"/scenarios/{id}/timeline"),
            (HttpMethod.Post, $"/scenarios/{id}/cancel"), (HttpMethod.Delete, $"/scenarios/{id}")])
        {
            (await fixture.Host.Client.SendAsync(new(method, campaign.Path + path))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            if (path.Contains(id.ToString(), StringComparison.Ordinal))
                (await (await fixture.Host.Staff.SendAsync(new(method, other.Path + path))).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:scenario-unknown", path);
        }
    }

    [Fact]
    public async Task scenarios_are_listed_newest_first_in_pages()
    {
        var campaign = await fixture.Host.LaunchAsync();
        foreach (var name in (string[])["one", "two", "three"])
        {
            await campaign.AskAsync(null, name);
            await Task.Delay(2);
        }
        var first = await fixture.Host.ScenarioAsync(campaign.Path + "/scenarios?limit=2");
        first["scenarios"]!.AsArray().Select(s => s!.Text("name")).ShouldBe(["three", "two"]);
        var second = await fixture.Host.ScenarioAsync($"{campaign.Path}/scenarios?limit=2&after={first.Text("next")}");
        second["scenarios"]!.AsArray().Select(s => s!.Text("name")).ShouldBe(["one"]);
        second["next"].ShouldBeNull();
        (await fixture.Host.Staff.GetAsync(campaign.Path + "/scenarios?limit=0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_campaign_keeps_a_thousand_scenarios()
    {
        await using var host = await fixture.NewHostAsync(("Scenarios:Run", "false"));
        var campaign = await host.LaunchAsync();
        var path = await campaign.AskAsync(null);
        await host.AskAsync<object>(
            $"""
            WITH more AS (
                INSERT INTO {LedgerSchema.Scenarios} ({Api.Scenarios.ScenarioRow.Columns})
                SELECT gen_random_uuid(), campaign_id, name, rules, 'done', cancel, takes, to_line, lines, per_second, asked_at, NULL, NULL, NULL, NULL
                FROM {LedgerSchema.Scenarios}, generate_series(1, 998) WHERE campaign_id = $1)
            SELECT 1
            """, campaign.Id);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => host.Staff.PostAsJsonAsync(campaign.Path + "/scenarios", new { name = "one more" })));
        both.Select(r => r.StatusCode).Order().ShouldBe([HttpStatusCode.Accepted, HttpStatusCode.Conflict]);
        (await both.Single(r => r.StatusCode == HttpStatusCode.Conflict).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:too-many-scenarios");

        (await host.Staff.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await campaign.AskAsync(null);
    }

    private static async Task<string> AnswersAsync(TestCampaign campaign)
    {
        var answers = new List<string>();
        foreach (var path in (string[])["/progress?asOf=2026-01-01T00:00:00Z", "/timeline", "/tallies/country", "/tallies/channel", "/tallies/share", "/milestones"])
            answers.Add((await campaign.GetAsync(path)).ToJsonString());
        return string.Join('\n', answers);
    }
}
