using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Signatures;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Signatures;

public sealed class ConfirmAndWithdrawTests
{
    [Fact]
    public void confirming_counts_a_pending_signature() =>
        Given.Campaign(ByEmail, Sign(1), Sign(2)).When(Confirm(2)).Then(new SignatureConfirmed(Id(2), 1, "GB", "email", null))
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Pending).ShouldBe((1, 1)));

    [Fact]
    public void confirming_twice_records_nothing_new() =>
        Given.Campaign(ByEmail, Sign(1), Confirm(1)).When(Confirm(1)).ThenNothing();

    [Fact]
    public void an_unknown_signature_cannot_be_confirmed() =>
        Given.Campaign(ByEmail).When(Confirm(1)).ThenRefused(Rejections.SignatureUnknown);

    [Fact]
    public void a_closed_campaigns_count_does_not_grow_by_confirming() =>
        Given.Campaign(ByEmail, Sign(1), new CloseCampaign(Noon)).When(Confirm(1)).ThenRefused(Rejections.CampaignNotOpen);

    [Fact]
    public void a_withdrawn_signature_cannot_be_confirmed() =>
        Given.Campaign(ByEmail, Sign(1), Withdraw(1)).When(Confirm(1)).ThenRefused(Rejections.SignatureWithdrawn);

    [Fact]
    public void an_invalidated_signature_cannot_be_confirmed() =>
        Given.Campaign(ByEmail, Sign(1), Invalidate(1)).When(Confirm(1)).ThenRefused(Rejections.SignatureInvalidated);

    [Fact]
    public void withdrawing_lowers_the_count_and_keeps_the_number_given() =>
        Given.Campaign(Sign(1), Sign(2)).When(Withdraw(1)).Then(new SignatureWithdrawn(Id(1), 1, "GB", "email", null))
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Counted, campaign.Progress.Withdrawn).ShouldBe((1, 2, 1)));

    [Fact]
    public void withdrawing_a_pending_signature_does_not_touch_the_count() =>
        Given.Campaign(ByEmail, Sign(1)).When(Withdraw(1)).Then(new SignatureWithdrawn(Id(1), null, "GB", "email", null))
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Pending, campaign.Progress.Withdrawn).ShouldBe((0, 0, 0)));

    [Fact]
    public void withdrawing_twice_records_nothing_new() =>
        Given.Campaign(Sign(1), Withdraw(1)).When(Withdraw(1)).ThenNothing();

    [Fact]
    public void one_can_withdraw_after_closing() =>
        Given.Campaign(Sign(1), new CloseCampaign(Noon)).When(Withdraw(1)).Then(new SignatureWithdrawn(Id(1), 1, "GB", "email", null));

    [Fact]
    public void an_unknown_signature_cannot_be_withdrawn() =>
        Given.Campaign().When(Withdraw(1)).ThenRefused(Rejections.SignatureUnknown);

    [Fact]
    public void an_invalidated_signature_cannot_be_withdrawn() =>
        Given.Campaign(Sign(1), Invalidate(1)).When(Withdraw(1)).ThenRefused(Rejections.SignatureInvalidated);

    [Fact]
    public void invalidating_lowers_the_count_with_a_reason() =>
        Given.Campaign(Sign(1)).When(Invalidate(1)).Then(new SignatureInvalidated(Id(1), 1, "twice the same person", "GB", "email", null))
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Invalidated).ShouldBe((0, 1)));

    [Fact]
    public void invalidating_a_pending_signature_does_not_touch_the_count() =>
        Given.Campaign(ByEmail, Sign(1)).When(Invalidate(1)).Then(new SignatureInvalidated(Id(1), null, "twice the same person", "GB", "email", null))
            .And(campaign => (campaign.Progress.Pending, campaign.Progress.Invalidated).ShouldBe((0, 0)));

    [Fact]
    public void a_withdrawn_signature_cannot_be_invalidated() =>
        Given.Campaign(Sign(1), Withdraw(1)).When(Invalidate(1)).ThenRefused(Rejections.SignatureWithdrawn);

    [Fact]
    public void an_unknown_signature_cannot_be_invalidated() =>
        Given.Campaign().When(Invalidate(1)).ThenRefused(Rejections.SignatureUnknown);
}
