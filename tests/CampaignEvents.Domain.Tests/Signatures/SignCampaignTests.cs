using CampaignEvents.Domain.Signatures;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Signatures;

public sealed class SignCampaignTests
{
    [Fact]
    public void a_signature_counts_at_once_with_its_number() =>
        Given.Campaign(Sign(1)).When(Sign(2)).Then(Counted(2, 2)).And(campaign => campaign.Progress.Count.ShouldBe(2));

    [Fact]
    public void signing_twice_records_nothing_new() =>
        Given.Campaign(Sign(1)).When(Sign(1, id: 7)).ThenNothing();

    [Fact]
    public void signing_again_after_closing_still_records_nothing_so_that_a_retry_gets_its_answer() =>
        Given.Campaign(Sign(1), new Domain.Campaigns.CloseCampaign(Noon)).When(Sign(1, id: 7)).ThenNothing();

    [Fact]
    public void with_confirmation_a_signature_is_pending_first() =>
        Given.Campaign(ByEmail).When(Sign(1)).Then(Submitted(1))
            .And(campaign => (campaign.Progress.Count, campaign.Progress.Pending).ShouldBe((0, 1)));

    [Fact]
    public void a_closed_campaign_with_confirmation_answers_known_and_unknown_addresses_alike()
    {
        Given.Campaign(ByEmail, Sign(1), new Domain.Campaigns.CloseCampaign(Noon)).When(Sign(1)).ThenRefused(Rejections.CampaignNotOpen);
        Given.Campaign(ByEmail, Sign(1), new Domain.Campaigns.CloseCampaign(Noon)).When(Sign(2)).ThenRefused(Rejections.CampaignNotOpen);
    }

    [Fact]
    public void after_withdrawing_one_can_sign_again_and_gets_a_new_number() =>
        Given.Campaign(Sign(1), Sign(2), Withdraw(1)).When(Sign(1, id: 7)).Then(Counted(7, 3) with { Signatory = Print(1) });

    [Fact]
    public void after_being_invalidated_one_cannot_sign_again() =>
        Given.Campaign(Sign(1), Invalidate(1)).When(Sign(1, id: 7)).ThenNothing();

    [Fact]
    public void a_signature_carries_the_share_that_brought_it() =>
        Given.Campaign(ShareBy(1)).When(Sign(1, referral: ShareBy(1).ShareId)).Then(Counted(1, 1, ShareBy(1).ShareId));

    [Fact]
    public void a_share_that_is_not_known_is_left_out_and_the_signature_counts() =>
        Given.Campaign().When(Sign(1, referral: Id(404))).Then(Counted(1, 1));

    [Fact]
    public void what_was_collected_earlier_than_the_line_says_so() =>
        Given.Campaign(Report(1, at: Noon)).When(Sign(1, Morning) with { CollectedAt = Morning }).Then(Counted(1, 1) with { CollectedAt = Morning });

    [Fact]
    public void what_was_collected_at_the_time_of_the_line_does_not() =>
        Given.Campaign().When(Sign(1, Noon) with { CollectedAt = Noon }).Then(Counted(1, 1));

    [Fact]
    public void ledger_time_never_goes_backwards()
    {
        var world = new World();
        world.Do(new Domain.Campaigns.LaunchCampaign(Terms, Noon));
        world.Do(Sign(1, Morning));
        world.Lines.Select(l => l.At).ShouldBe([Noon, Noon]);
    }

    [Fact]
    public void ledger_time_is_utc_in_whole_microseconds() =>
        LedgerTime.Of(new DateTimeOffset(2020, 12, 8, 13, 0, 0, TimeSpan.FromHours(1)).AddTicks(19), Morning).ShouldBe(Noon.AddTicks(10));
}
