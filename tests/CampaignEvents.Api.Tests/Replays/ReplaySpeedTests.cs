using CampaignEvents.Api.Replays;

namespace CampaignEvents.Api.Tests.Replays;

public sealed class ReplaySpeedTests
{
    private static readonly DateTimeOffset _from = new(2020, 12, 8, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    [InlineData("x100", 100)]
    [InlineData("×100", 100)]
    [InlineData("1.5", 1.5)]
    [InlineData("1000000", 1_000_000)]
    public void a_factor_is_read(string text, double factor)
    {
        ReplaySpeed.TryParse(text, out var speed).ShouldBeTrue();
        speed.ShouldBe(new(factor, null));
        speed.Over(TimeSpan.FromDays(9)).ShouldBe(factor);
    }

    [Theory]
    [InlineData("60s", 60)]
    [InlineData("in 60 seconds", 60)]
    [InlineData("in 1 second", 1)]
    [InlineData("5 min", 300)]
    [InlineData("1.5m", 90)]
    [InlineData("24h", 86_400)]
    public void a_duration_for_the_whole_is_read(string text, double seconds)
    {
        ReplaySpeed.TryParse(text, out var speed).ShouldBeTrue();
        speed.ShouldBe(new(null, TimeSpan.FromSeconds(seconds)));
        speed.Over(TimeSpan.FromSeconds(seconds * 7)).ShouldBe(7);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.5")]
    [InlineData("-5")]
    [InlineData("1000001")]
    [InlineData("1e3")]
    [InlineData("100x")]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("999999999h")]
    [InlineData("in 60")]
    [InlineData("60 days")]
    [InlineData("NaN")]
    public void anything_else_is_not(string text) => ReplaySpeed.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void the_clock_goes_on_by_itself_and_stops_at_the_end()
    {
        var clock = new ManualClock();
        var replay = new ReplayClock(clock, _from, _from.AddHours(1), 60);
        replay.Now.ShouldBe(_from);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        replay.Now.ShouldBe(_from.AddSeconds(90));
        replay.ElapsedAt(_from.AddMinutes(10)).ShouldBe(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromDays(10_000));
        replay.Now.ShouldBe(_from.AddHours(1));
    }

    [Fact]
    public void its_moments_are_whole_microseconds_and_get_to_where_it_says_when_it_says()
    {
        var (clock, random) = (new ManualClock(), new Random(5));
        for (var n = 0; n < 1_000; n++)
        {
            var factor = 1 + (random.NextDouble() * 1e6);
            var replay = new ReplayClock(clock, _from, _from.AddYears(10), factor);
            var moment = _from.AddTicks(random.NextInt64(TimeSpan.FromDays(3_000).Ticks / 10) * 10);
            clock.Advance(replay.ElapsedAt(moment));
            replay.Now.ShouldBeGreaterThanOrEqualTo(moment.AddMicroseconds(-1));
            (replay.Now.Ticks % 10).ShouldBe(0);
        }
    }

    [Theory]
    [InlineData("2020-12-20T12:00:00.000000Z/24306")]
    [InlineData("2020-12-20T12:00:00.123456Z/1/2020-12-31T23:59:52.149000Z")]
    public void a_position_is_read_back_as_it_was_written(string id)
    {
        ReplayPosition.TryParse(id, out var position).ShouldBeTrue();
        position.ToString().ShouldBe(id);
    }

    [Theory]
    [InlineData("24306")]
    [InlineData("2020-12-20T12:00:00/24306")]
    [InlineData("2020-12-20T12:00:00Z/-1")]
    [InlineData("2020-12-20T12:00:00Z/1/2")]
    [InlineData("2020-12-20T12:00:00Z/1/2020-12-20T12:00:00Z/1")]
    [InlineData("2020-12-20T12:00:00Z/99999999999999999999")]
    public void what_is_no_position_is_not_read(string id) => ReplayPosition.TryParse(id, out _).ShouldBeFalse();
}
