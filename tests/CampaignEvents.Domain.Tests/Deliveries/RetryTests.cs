using CampaignEvents.Domain.Deliveries;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Deliveries;

public sealed class RetryTests
{
    [Fact]
    public void the_usual_waits_are_those_of_standard_webhooks() => RetrySchedule.Standard.Waits.ShouldBe(
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ]);

    [Fact]
    public void each_failure_waits_longer_and_the_last_one_is_for_good()
    {
        var schedule = RetrySchedule.Parse("00:00:01, 00:01:00")!;
        schedule.WaitAfter(1, null, chance: 0).ShouldBe(TimeSpan.FromSeconds(1));
        schedule.WaitAfter(2, null, chance: 0).ShouldBe(TimeSpan.FromMinutes(1));
        schedule.WaitAfter(3, null, chance: 0).ShouldBeNull();
    }

    [Fact]
    public void chance_makes_a_wait_a_tenth_longer_at_most() =>
        RetrySchedule.Parse("00:00:10")!.WaitAfter(1, null, chance: 0.999).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(10.9), TimeSpan.FromSeconds(11));

    [Fact]
    public void a_longer_wait_that_the_receiver_asks_for_wins()
    {
        var schedule = RetrySchedule.Parse("00:00:10")!;
        schedule.WaitAfter(1, TimeSpan.FromMinutes(1), chance: 0).ShouldBe(TimeSpan.FromMinutes(1));
        schedule.WaitAfter(1, TimeSpan.FromSeconds(1), chance: 0).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:01,-00:00:01")]
    public void waits_that_cannot_be_read_are_refused(string text) => RetrySchedule.Parse(text).ShouldBeNull();

    [Fact]
    public void a_breaker_opens_after_five_failures_in_a_row_for_longer_each_time_and_closes_with_a_success()
    {
        var breaker = Breaker.Closed;
        for (var failure = 1; failure < Breaker.Threshold; failure++)
        {
            breaker = breaker.Failed(Noon, null);
            breaker.IsPausedAt(Noon).ShouldBeFalse();
            breaker.IsProbing.ShouldBeFalse();
        }
        breaker = breaker.Failed(Noon, null);
        breaker.ShouldBe(new(5, Noon.AddSeconds(5)));
        breaker.IsPausedAt(Noon.AddSeconds(4)).ShouldBeTrue();
        breaker.IsPausedAt(Noon.AddSeconds(5)).ShouldBeFalse();
        breaker.IsProbing.ShouldBeTrue();
        breaker.Failed(Noon, null).PausedUntil.ShouldBe(Noon.AddSeconds(10));
        Enumerable.Range(0, 100).Aggregate(breaker, (b, _) => b.Failed(Noon, null)).PausedUntil.ShouldBe(Noon.AddMinutes(5));
    }

    [Fact]
    public void a_receiver_that_asks_to_be_left_alone_is()
    {
        Breaker.Closed.Failed(Noon, TimeSpan.FromSeconds(30)).ShouldBe(new(1, Noon.AddSeconds(30)));
        new Breaker(5, null).Failed(Noon, TimeSpan.FromSeconds(1)).PausedUntil.ShouldBe(Noon.AddSeconds(10));
    }
}
