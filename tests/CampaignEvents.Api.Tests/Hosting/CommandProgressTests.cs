using System.Text.Json.Nodes;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Tests.Hosting;

public sealed class CommandProgressTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void the_rate_is_that_of_the_last_seconds_and_the_time_left_follows_from_it()
    {
        var pace = new Pace(_clock, 10_000);
        pace.Read(0).ShouldBe(new(0, 10_000, 0, null));
        for (var second = 1; second <= 20; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            pace.Read(second * 10);
        }
        pace.Read(200).PerSecond.ShouldBe(10, 1);
        for (var second = 1; second <= 20; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            pace.Read(200 + (second * 100));
        }
        var reading = pace.Read(2_200);
        reading.PerSecond.ShouldBe(100, 1);
        reading.Left!.Value.TotalSeconds.ShouldBe(78, 1);
        pace.Whole(2_200).PerSecond.ShouldBe(55, 1);
    }

    [Fact]
    public void what_stands_still_or_has_no_end_has_no_time_left()
    {
        var (still, endless) = (new Pace(_clock, 100), new Pace(_clock, null));
        for (var second = 0; second < 30; second++)
        {
            still.Read(50);
            endless.Read(second);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
        (still.Read(50).PerSecond, still.Read(50).Left).ShouldBe((0, null));
        (endless.Read(30).PerSecond, endless.Read(30).Left).ShouldBe((1, null));
        endless.Read(30).Share.ShouldBeNull();
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(65, "1 min 5 s")]
    [InlineData(7_800, "2 h 10 min")]
    [InlineData(2_041_200, "23 d 15 h")]
    public void durations_are_told_to_two_units(double seconds, string text) =>
        PaceReading.Spoken(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public async Task people_without_a_terminal_get_a_line_at_the_start_every_five_seconds_and_at_the_end()
    {
        var (output, error) = Output(json: false);
        var done = new TaskCompletionSource();
        Action<long>? show = null;
        var run = CommandProgress.RunAsync("Folding", 1_000, s => { show = s; return done.Task; }, output, clock: _clock);
        await Until(() => show is not null && _clock.Waiting == 1);
        await Step(show!, 250);
        await Step(show!, 500);
        show!(1_000);
        _clock.Advance(TimeSpan.FromSeconds(2));
        done.SetResult();
        await run;
        Lines(error).ShouldBe(
        [
            "Folding: 0 of 1,000 lines (0 %)",
            "Folding: 250 of 1,000 lines (25 %), 50 lines/s, 15 s left",
            "Folding: 500 of 1,000 lines (50 %), 50 lines/s, 10 s left",
            "Folding: 1,000 of 1,000 lines (100 %), 83 lines/s",
        ]);
    }

    [Fact]
    public async Task no_two_lines_come_within_two_seconds()
    {
        var (output, error) = Output(json: false);
        await CommandProgress.RunAsync("Folding", null, _ => Task.CompletedTask, output, clock: _clock);
        Lines(error).ShouldBe(["Folding: 0 lines"]);
    }

    [Fact]
    public async Task scripts_get_an_object_per_line_and_always_the_end()
    {
        var (output, error) = Output(json: true);
        var done = new TaskCompletionSource();
        Action<long>? show = null;
        var run = CommandProgress.RunAsync("Folding", 1_000, s => { show = s; return done.Task; }, output, clock: _clock);
        await Until(() => show is not null && _clock.Waiting == 1);
        await Step(show!, 250);
        show!(1_000);
        done.SetResult();
        await run;
        output.Result(new { Recorded = 7, At = _clock.GetUtcNow() }, "7 recorded");
        Lines(error).ShouldBe(
        [
            """{"what":"Folding","unit":"lines","done":0,"of":1000,"perSecond":0}""",
            """{"what":"Folding","unit":"lines","done":250,"of":1000,"perSecond":50,"secondsLeft":15}""",
            """{"what":"Folding","unit":"lines","done":1000,"of":1000,"perSecond":200,"secondsLeft":0}""",
        ]);
        JsonNode.Parse(output.Out.ToString()!)!.ToJsonString().ShouldBe("""{"recorded":7,"at":"2020-12-08T12:00:05Z"}""");
    }

    [Fact]
    public async Task a_failure_of_the_work_is_the_commands()
    {
        var (output, error) = Output(json: true);
        await Should.ThrowAsync<InvalidDataException>(() => CommandProgress.RunAsync(
            "Folding", 1_000, _ => Task.FromException(new InvalidDataException("broken")), output, clock: _clock));
        Lines(error).Length.ShouldBe(1);
    }

    private async Task Step(Action<long> show, long done)
    {
        show(done);
        _clock.Advance(CommandProgress.LineEvery);
        await Until(() => _clock.Waiting == 1);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var waited = 0; !holds(); waited++)
        {
            waited.ShouldBeLessThan(20_000);
            await Task.Delay(1);
        }
    }

    private static (CommandOutput Output, StringWriter Error) Output(bool json)
    {
        var error = new StringWriter();
        return (new(json, new StringWriter(), TextWriter.Synchronized(error)), error);
    }

    private static string[] Lines(StringWriter text) => text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
