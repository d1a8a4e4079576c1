using CampaignEvents.Domain.Campaigns;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Campaigns;

public sealed class LaunchCampaignTests
{
    [Fact]
    public void launching_is_the_first_line() =>
        Given.Nothing().When(new LaunchCampaign(Terms, Morning)).Then(new CampaignLaunched(Terms))
            .And(campaign => campaign.Progress.ShouldBe(Progress.None with { Goal = 100, Line = 1, At = Morning }));

    [Fact]
    public void launching_the_same_again_records_nothing() =>
        Given.Campaign().When(new LaunchCampaign(Terms, Noon)).ThenNothing();

    [Fact]
    public void a_slug_is_taken_once() =>
        Given.Campaign().When(new LaunchCampaign(Terms with { Title = "Another pond" }, Noon)).ThenRefused(Rejections.SlugTaken);

    [Fact]
    public void nothing_can_be_asked_of_a_campaign_that_was_never_launched() =>
        Given.Nothing().When(Sign(1)).ThenRefused(Rejections.CampaignUnknown);

    [Fact]
    public void the_id_follows_from_the_slug()
    {
        CampaignId.Of("child-safety").ShouldBe(CampaignId.Of("child-safety"));
        CampaignId.Of("child-safety").ShouldNotBe(CampaignId.Of("child-safety-2"));
        CampaignId.Of("child-safety").Version.ShouldBe(8);
    }

    [Theory]
    [InlineData("save-the-pond", true)]
    [InlineData("a", true)]
    [InlineData("2030", true)]
    [InlineData("", false)]
    [InlineData("-pond", false)]
    [InlineData("pond-", false)]
    [InlineData("the--pond", false)]
    [InlineData("Pond", false)]
    [InlineData("pönd", false)]
    [InlineData("a/b", false)]
    public void a_slug_has_lower_case_letters_digits_and_single_hyphens(string slug, bool valid) =>
        CampaignSlug.IsValid(slug).ShouldBe(valid);

    [Fact]
    public void no_campaign_is_launched_under_the_address_of_all() =>
        (Terms with { Slug = "live" }).Problems().ShouldHaveSingleItem().Field.ShouldBe("slug");

    [Fact]
    public void every_wrong_term_is_named_by_its_field() =>
        new CampaignTerms("Pond", "", new('x', 10_001), "a\u0000b", 0, [200, 100], [0], Confirmation.None, Noon, Morning)
            .Problems().Select(p => p.Field).Distinct().ShouldBe(["slug", "title", "statement", "addressedTo", "goal", "ladder", "thresholds", "closesAt"]);
}
