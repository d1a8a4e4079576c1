using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Exports;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Exports;

public sealed class UnsealPersonsTests
{
    private static readonly PersonsUnsealed _recorded =
        new(Unseal(1).ExportId, 1, 3, ExportFormat.Csv, "handing the signatures over", UnsealedBy.Key);

    [Fact]
    public void unsealing_is_recorded_with_its_lines_format_reason_and_right() =>
        Given.Campaign(Sign(1)).When(Unseal(1)).Then(_recorded).And(campaign => campaign.LastUnsealing.ShouldBe(_recorded.ExportId));

    [Fact]
    public void unsealing_moves_no_count_and_reaches_no_milestone() =>
        Given.Campaign(Terms with { Goal = 1, Ladder = [] }, Sign(1), Withdraw(1)).When(Unseal(1)).Then(_recorded)
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Counted).ShouldBe((0, 1)));

    [Fact]
    public void every_export_is_recorded_for_itself_also_of_the_same_lines() =>
        Given.Campaign(Sign(1), Unseal(1)).When(Unseal(2)).Then(_recorded with { ExportId = Unseal(2).ExportId });

    [Fact]
    public void the_same_export_is_recorded_once() => Given.Campaign(Unseal(1)).When(Unseal(1)).ThenNothing();

    [Fact]
    public void a_closed_campaign_is_exported_too() => Given.Campaign(new CloseCampaign(Noon)).When(Unseal(1)).Then(_recorded);
}
