using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Tests;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CampaignEvents.Api.Tests.Replays;

/// <summary>A reader that takes its time costs neither memory nor connections, and catches up.</summary>
[Collection(ChaosTests.Name)]
public sealed class SlowReaderTests(ApiFixture fixture)
{
    [Fact]
    public async Task while_a_reader_takes_nothing_nothing_is_written_or_read_and_then_it_is_told_where_things_stand()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("slow-pipe");
        var (clock, services) = (new ManualClock(), fixture.Host.Services);
        // The only connection there is: whoever can have it proves that the replay does not.
        await using var only = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fixture.Host.ConnectionString) { MaxPoolSize = 1, Timeout = 5 });
        var frames = new ReplayFrames(services.GetRequiredService<IDocumentStore>(), only, services.GetRequiredService<StateAsOf>());
        var plan = new ReplayPlan(campaign.Id, new(Some.Morning, 0, null), Some.Morning, Fresh: true, Progress.None, Some.Morning.AddDays(4), Factor: 3_600);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var player = new ReplayPlayer(plan, frames, new EventStream(pipe.Writer, TimeSpan.FromDays(1), TimeProvider.System), new(), clock).PlayAsync(CancellationToken.None);

        (await TakeAsync(pipe.Reader, "state")).Select(t => t.Data.Text("at")).ShouldBe(["2020-12-08T09:00:00Z"]);
        await MoveAsync(clock, TimeSpan.FromSeconds(5));
        var unread = await UnreadAsync(pipe.Reader);
        for (var n = 0; n < 20; n++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(5);
            clock.Waiting.ShouldBe(0);
            await (await only.OpenConnectionAsync()).DisposeAsync();
        }
        (await UnreadAsync(pipe.Reader)).ShouldBe(unread);
        unread.ShouldBeLessThan(1_000);

        (await TakeAsync(pipe.Reader, "state"))[^1].Data.Text("at").ShouldBe("2020-12-08T14:00:00Z");
        await MoveAsync(clock, TimeSpan.FromSeconds(1));
        var caughtUp = await TakeAsync(pipe.Reader, "state");
        caughtUp[^1].Data.Text("at").ShouldBe("2020-12-10T07:00:00Z");
        caughtUp.Where(t => t.Event == "milestone").Select(t => t.Data.Text("change")).Distinct().ShouldBe(["reached", "fallenBelow", "regained"]);
        await WaitsAsync(clock);
        pipe.Reader.Complete();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await player.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
    }

    [Fact]
    public async Task a_reader_that_takes_nothing_for_longer_than_patience_allows_is_let_go_of()
    {
        var campaign = await fixture.Host.WriteHistoryAsync("gone-pipe");
        var (clock, frames) = (new ManualClock(), fixture.Host.Services.GetRequiredService<ReplayFrames>());
        var plan = new ReplayPlan(campaign.Id, new(Some.Morning, 0, null), Some.Morning, Fresh: true, Progress.None, Some.Morning.AddDays(4), Factor: 3_600);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var player = new ReplayPlayer(plan, frames, new EventStream(pipe.Writer, TimeSpan.FromSeconds(60), clock), new(), clock).PlayAsync(CancellationToken.None);
        await UnreadAsync(pipe.Reader);
        await MoveAsync(clock, TimeSpan.FromSeconds(59));
        player.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));
        (await player.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
    }

    [Fact]
    public async Task over_a_real_connection_a_reader_may_pause_and_skips_what_it_missed()
    {
        var connection = new SlowConnection();
        await using var host = await fixture.NewHostAsync(connection.Use, ("Replay:FrameEvery", "00:00:00.005"));
        var campaign = await host.WriteHistoryAsync("slow-socket", people: 4_200);
        using var client = SlowConnection.ClientOf(host);
        client.DefaultRequestHeaders.Authorization = host.Staff.DefaultRequestHeaders.Authorization;
        // Nearly three minutes, of which the first few seconds are watched.
        using var response = await client.GetAsync(
            $"{campaign.Path}/replay?from=2020-12-08T12:00:00Z&to=2020-12-11T09:00:00Z&speed=x1500", HttpCompletionOption.ResponseHeadersRead);
        await connection.HeldForAsync(TimeSpan.FromSeconds(5));

        // Until the first frame after the pause: it is five seconds of history later, and every milestone between came before it.
        var (told, paused) = (new List<Told>(), TimeSpan.FromSeconds(5) * 1_500);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.Data.Length > 0)
                told.Add(new(item.EventType, item.EventId!, JsonNode.Parse(item.Data)!));
            if (told.Where(t => t.Event == "state").Select(At).ToList() is [.., var before, var after] && after - before >= paused)
                break;
        }
        told[^1].Event.ShouldBe("state");
        var milestones = told.Where(t => t.Event == "milestone").Select(t => t.Line).ToList();
        milestones.Count.ShouldBeGreaterThan(2);
        milestones.ShouldBe(
            (await campaign.LinesAsync()).Where(l => l.Number <= told[^1].Line).Select(MilestoneRow.Of).OfType<MilestoneRow>().Select(m => m.Line));
    }

    private static DateTimeOffset At(Told told) => told.Data["at"]!.GetValue<DateTimeOffset>();

    // Reads up to the first event of a kind, and no further.
    private static async Task<List<Told>> TakeAsync(PipeReader reader, string kind)
    {
        var (told, text) = (new List<Told>(), new StringBuilder());
        while (told.Count == 0 || told[^1].Event != kind)
        {
            var read = await reader.ReadAsync();
            foreach (var part in read.Buffer)
                text.Append(Encoding.UTF8.GetString(part.Span));
            reader.AdvanceTo(read.Buffer.End);
            told = [.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()))).Enumerate()
                .Where(i => i.Data.Length > 0).Select(i => new Told(i.EventType, i.EventId!, JsonNode.Parse(i.Data)!))];
        }
        return told;
    }

    private static async Task<long> UnreadAsync(PipeReader reader)
    {
        var read = await reader.ReadAsync();
        reader.AdvanceTo(read.Buffer.Start);
        return read.Buffer.Length;
    }

    // Once the replay waits for its next tick, lets that come.
    private static async Task MoveAsync(ManualClock clock, TimeSpan by)
    {
        await WaitsAsync(clock);
        clock.Advance(by);
    }

    private static async Task WaitsAsync(ManualClock clock)
    {
        for (var waited = 0; clock.Waiting == 0; waited++)
        {
            waited.ShouldBeLessThan(20_000);
            await Task.Delay(1);
        }
    }
}
