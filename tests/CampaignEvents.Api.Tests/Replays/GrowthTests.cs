using CampaignEvents.Api.Replays;

namespace CampaignEvents.Api.Tests.Replays;

public sealed class GrowthTests
{
    private static readonly DateTimeOffset _from = new(2020, 12, 8, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void every_moment_is_in_the_column_that_ends_at_or_after_it()
    {
        var random = new Random(11);
        for (var n = 0; n < 200; n++)
        {
            var (to, columns) = (_from.AddMicroseconds(random.NextInt64(1, 3_000_000_000_000)), random.Next(1, 200));
            var growth = new Growth(_from, to, columns);
            growth.EndOf(columns - 1).ShouldBe(to);
            for (var m = 0; m < 20; m++)
            {
                var at = m < 10 ? _from.AddMicroseconds(random.NextInt64((to - _from).Ticks / 10 + 1)) : growth.EndOf(random.Next(columns));
                var column = growth.ColumnOf(at);
                at.ShouldBeLessThanOrEqualTo(growth.EndOf(column));
                if (column > 0)
                    at.ShouldBeGreaterThan(growth.EndOf(column - 1));
            }
        }
    }

    [Fact]
    public void what_lies_outside_belongs_to_the_first_or_last_column_and_no_time_has_one()
    {
        var growth = new Growth(_from, _from.AddHours(1), 4);
        (growth.ColumnOf(_from), growth.ColumnOf(_from.AddDays(-1)), growth.ColumnOf(_from.AddDays(1))).ShouldBe((0, 0, 3));
        new Growth(_from, _from, 4).ColumnOf(_from).ShouldBe(0);
    }

    [Fact]
    public void a_sparkline_fills_its_height_with_the_largest_and_shows_whatever_there_is()
    {
        Sparkline.Rows([0, 1, 50, 100, 800, -5], height: 1).ShouldBe([" ▁▁▁█ "]);
        Sparkline.Rows([0, 1, 50, 100, 400, 800], height: 2).ShouldBe(["     █", " ▁▁▂██"]);
        Sparkline.Rows([0, 0], height: 1).ShouldBe(["  "]);
        Sparkline.Rows([], height: 1).ShouldBe([""]);
        Sparkline.Rows([long.MaxValue, 1], height: 3).ShouldBe(["█ ", "█ ", "█▁"]);
    }
}
