using System.Collections.Immutable;
using CampaignEvents.Domain.ExternalCounts;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.ExternalCounts;

public sealed class RecordExternalCountTests
{
    [Fact]
    public void a_new_figure_replaces_the_same_sources_last_one() =>
        Given.Campaign(Report(10), Report(5, "partner")).When(Report(12)).Then(new ExternalCountRecorded("paper", 12, 2, null, null, null))
            .And(campaign => campaign.Progress.External.ShouldBe(17));

    [Fact]
    public void the_same_figure_again_records_nothing() =>
        Given.Campaign(Report(10)).When(Report(10)).ThenNothing();

    [Fact]
    public void a_message_that_comes_again_records_nothing_whatever_was_recorded_since()
    {
        var message = Report(10) with { MessageId = Id(1) };
        Given.Campaign(message, Report(12)).When(message).ThenNothing();
        Given.Campaign(Report(10), message, Report(12)).When(message).ThenNothing();
        Given.Campaign(message, Report(12)).When(message with { MessageId = Id(2) }).Then(new ExternalCountRecorded("paper", 10, -2, null, null, null));
    }

    [Fact]
    public void figures_by_country_are_told_with_their_change()
    {
        var first = Report(10) with { ByCountry = Countries(("DE", 4), ("FR", 5)) };
        var second = Report(10) with { ByCountry = Countries(("DE", 6), ("FR", 4)) };
        Given.Campaign(first).When(second).Then(
            new ExternalCountRecorded("paper", 10, 0, Countries(("DE", 6), ("FR", 4)), Countries(("DE", 2), ("FR", -1)), null));
    }

    [Fact]
    public void history_cannot_go_behind_the_last_line() =>
        Given.Campaign(Sign(1, Noon)).When(Report(10, at: Noon.AddMicroseconds(-1), inHistory: true)).ThenRefused(Rejections.OlderThanLedger);

    [Fact]
    public void history_may_have_the_last_lines_time() =>
        Given.Campaign(Sign(1, Noon)).When(Report(10, at: Noon, inHistory: true)).Then(new ExternalCountRecorded("paper", 10, 10, null, null, null));

    [Fact]
    public void a_campaign_has_at_most_100_sources() =>
        Given.Campaign([.. Enumerable.Range(1, 100).Select(n => Report(1, $"partner {n}"))]).When(Report(1, "one more")).ThenRefused(Rejections.TooManySources);

    private static ImmutableSortedDictionary<string, long> Countries(params (string Code, long Count)[] counts) =>
        counts.ToImmutableSortedDictionary(c => c.Code, c => c.Count);
}
