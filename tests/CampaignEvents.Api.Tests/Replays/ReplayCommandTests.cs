using System.Text.Json.Nodes;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace CampaignEvents.Api.Tests.Replays;

[Collection(ApiTests.Name)]
public sealed class ReplayCommandTests(ApiFixture fixture)
{
    private LedgerReader Ledger => fixture.Host.Services.GetRequiredService<LedgerReader>();

    [Fact]
    public async Task for_scripts_it_tells_the_events_that_watching_tells_and_the_same_end()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("replayed");
        var (exit, output, error) = await RunAsync("replay", campaign.Slug, "--json");
        exit.ShouldBe(0, error);
        var told = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => JsonNode.Parse(l)!["what"] != null);

        var watched = await campaign.WatchAsync("?speed=1s");
        Data(told, "milestone").ShouldBe(watched.Where(t => t.Event == "milestone").Select(t => t.Data.ToJsonString()));
        told[^1].Text("event").ShouldBe("end");
        told[^1]["data"]!["state"]!.ToJsonString().ShouldBe(watched[^1].Data["state"]!.ToJsonString());
        var states = told.Where(t => t.Text("event") == "state").Select(t => t["data"]!).ToList();
        states.Count.ShouldBeGreaterThan(40);
        foreach (var state in states)
            (await campaign.GetAsync($"/progress?asOf={state.Text("at")}")).ToJsonString().ShouldBe(state["progress"]!.ToJsonString());
        states.Append(told[^1]["data"]!).Sum(s => s["change"]!.Long("counted")).ShouldBe(612);
    }

    [Fact]
    public async Task from_a_moment_on_it_tells_how_things_stood_then_and_what_came_after()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("replayed-from");
        var asked = new ReplayAsked(campaign.Slug, "2020-12-09T12:00:00Z", "2020-12-10T12:00:00Z", null, null);
        var output = new CommandOutput(Json: true, new StringWriter(), TextWriter.Null);
        await ReplayLines.TellAsync(Ledger, TimeProvider.System, await asked.FindAsync(fixture.Host.Services, default), output, default);
        var told = output.Out.ToString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();

        var watched = await campaign.WatchAsync("?from=2020-12-09T12:00:00Z&to=2020-12-10T12:00:00Z&speed=1s");
        told[0]["data"]!.ToJsonString().ShouldBe(watched[0].Data.ToJsonString());
        Data(told, "milestone").ShouldBe(watched.Where(t => t.Event == "milestone").Select(t => t.Data.ToJsonString()));
        told.Where(t => t.Text("event") != "milestone").Sum(t => t["data"]!["change"]!.Long("lines")).ShouldBe(watched[^1].Line - watched[0].Line);
    }

    [Fact]
    public async Task for_people_it_tells_each_milestone_and_a_summary()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("replayed-lines");
        var (exit, output, error) = await RunAsync("replay", campaign.Slug, "--from", "2020-12-10T12:00:00Z", "--to", "2020-12-11T00:00:00+01:00");
        exit.ShouldBe(0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(9);
        lines[0].ShouldBe("2020-12-10 16:30:00 UTC  450 reached by line 484");
        lines[1].ShouldBe("2020-12-10 16:30:20 UTC  450 fallen below by line 486");
        lines[^2].ShouldBe("505 of 500 (101 %), open, at 2020-12-10 23:00:00 UTC");
        lines[^1].ShouldBe("515 counted, 10 withdrawn, 0 invalidated, 0 external, 0 pending; 0 shares, 0 through them; 7 milestones; 549 lines");
        lines[^3].Trim().Length.ShouldBe(60);
    }

    [Theory]
    [InlineData("There is no campaign 'no-such-campaign'.", "no-such-campaign")]
    [InlineData("There is no campaign '../etc'.", "../etc")]
    [InlineData("--to lies before the launch, 2020-12-08 09:00:00 UTC.", null, "--to", "2020-12-08T08:59:59Z")]
    [InlineData("--from lies before the launch, 2020-12-08 09:00:00 UTC.", null, "--from", "2020-12-01T00:00:00Z")]
    [InlineData("--from must not be later than the ledger's end, 2020-12-08 09:00:00 UTC.", null, "--from", "2020-12-09T00:00:00Z")]
    [InlineData("--to lies in the future.", null, "--to", "2999-01-01T00:00:00Z")]
    [InlineData("--to must be an ISO 8601 time with Z or an offset, such as 2020-12-20T12:00:00Z.", null, "--to", "2020-12-20")]
    [InlineData("--in must be a duration from 1s to 24h, such as 60s.", null, "--in", "60")]
    [InlineData("Give --speed or --in, not both.", null, "--speed", "5", "--in", "60s")]
    public async Task what_cannot_be_replayed_is_told(string message, string? slug, params string[] options)
    {
        slug ??= (await fixture.Host.LaunchAsync(launchedAt: Some.Morning)).Slug;
        string? Option(string name) => options.SkipWhile(o => o != name).ElementAtOrDefault(1);
        var asked = new ReplayAsked(slug, Option("--from"), Option("--to"), Option("--speed"), Option("--in"));
        (await Should.ThrowAsync<InvalidDataException>(() => asked.FindAsync(fixture.Host.Services, CancellationToken.None))).Message.ShouldBe(message);
    }

    [Fact]
    public async Task what_cannot_be_replayed_exits_with_1() =>
        (await RunAsync("replay", "no-such-campaign")).ShouldBe((1, "", "There is no campaign 'no-such-campaign'." + Environment.NewLine));

    [Fact]
    public async Task at_a_speed_it_is_where_the_clock_is()
    {
        var (campaign, clock) = (await fixture.Host.WriteHistoryAsync("replayed-played"), new ManualClock());
        var task = new ReplayTask(campaign.Id, campaign.Slug, "", Some.Morning, Some.Morning, Some.Morning.AddDays(4), 653, Factor: 3_600);
        var (run, lines) = (new ReplayRun(Ledger, clock, task, columns: 60), await campaign.LinesAsync());
        var running = run.RunAsync(_ => { }, CancellationToken.None);
        for (var hour = 5; hour < 96; hour += 5)
        {
            await WaitsAsync(clock);
            clock.Advance(TimeSpan.FromSeconds(5));
            await WaitsAsync(clock);
            var (state, at, _) = run.Look();
            at.ShouldBe(Some.Morning.AddHours(hour));
            state.Campaign.Progress.Line.ShouldBe(lines.Last(l => l.At <= at).Number);
        }
        await WaitsAsync(clock);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await running.WaitAsync(TimeSpan.FromSeconds(10))).Campaign.Progress.Count.ShouldBe(600);
    }

    [Fact]
    public async Task it_is_drawn_within_the_terminals_width()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("replayed-drawn");
        var text = new StringWriter();
        var terminal = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        terminal.Profile.Width = 60;
        var last = (await campaign.LinesAsync())[^1];
        var task = new ReplayTask(campaign.Id, campaign.Slug, "Save the pond", Some.Morning, Some.Morning, last.At, last.Number, null);
        await new ReplayDrawing(terminal, task).DrawAsync(Ledger, TimeProvider.System, CancellationToken.None);

        var lines = text.ToString().Split('\n').Select(l => l.TrimEnd()).ToList();
        lines.ShouldAllBe(l => l.Length <= 60);
        var drawing = string.Join('\n', lines);
        drawing.ShouldContain("Save the pond\nreplayed-drawn\n2020-12-08 09:00:00 to 2020-12-11 10:00:30 UTC\n");
        drawing.ShouldContain("2020-12-11 10:00:30   600 of 500 (120 %), open\n");
        drawing.ShouldContain("▲       450  2020-12-10 16:30:00  regained 2020-12-10 16:30\n");
        lines.Count(l => l.Contains('█', StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(6);
        lines.Single(l => l.Contains('▲', StringComparison.Ordinal) && !l.Contains('-', StringComparison.Ordinal)).Count(c => c == '▲').ShouldBe(8);
        drawing.ShouldContain("612 counted, 12 withdrawn");
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        ServerProcess.RunToEndAsync(arguments, fixture.NewPath("replayer"), ("ConnectionStrings__Campaigns", fixture.Host.ConnectionString));

    private static IEnumerable<string> Data(IEnumerable<JsonNode> told, string kind) =>
        told.Where(t => t.Text("event") == kind).Select(t => t["data"]!.ToJsonString());

    private static async Task WaitsAsync(ManualClock clock)
    {
        for (var waited = 0; clock.Waiting == 0; waited++)
        {
            waited.ShouldBeLessThan(20_000);
            await Task.Delay(1);
        }
    }
}
