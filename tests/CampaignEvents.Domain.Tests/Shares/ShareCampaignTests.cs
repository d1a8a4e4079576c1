using CampaignEvents.Domain.Shares;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Shares;

public sealed class ShareCampaignTests
{
    [Fact]
    public void a_share_names_its_channel_and_who_shared() =>
        Given.Campaign(Sign(1)).When(ShareBy(1, signature: 1)).Then(new CampaignShared(ShareBy(1).ShareId, "whatsapp", Id(1)));

    [Fact]
    public void anybody_can_share() =>
        Given.Campaign().When(ShareBy(1)).Then(new CampaignShared(ShareBy(1).ShareId, "whatsapp", null));

    [Fact]
    public void the_same_share_again_records_nothing() =>
        Given.Campaign(ShareBy(1)).When(ShareBy(1)).ThenNothing();

    [Fact]
    public void a_share_by_an_unknown_signature_is_refused() =>
        Given.Campaign().When(ShareBy(1, signature: 404)).ThenRefused(Rejections.SignatureUnknown);

    [Theory]
    [InlineData("whatsapp", 0)]
    [InlineData("e-mail_2.0", 0)]
    [InlineData("", 1)]
    [InlineData("What's app", 1)]
    [InlineData("=cmd", 1)]
    public void a_channel_is_a_plain_word(string channel, int problems) =>
        Channel.Problems(channel, required: true).Count().ShouldBe(problems);
}
