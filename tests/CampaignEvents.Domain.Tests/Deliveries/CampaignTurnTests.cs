using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Deliveries;

public sealed class CampaignTurnTests
{
    [Fact]
    public void a_launch_sets_the_opening_and_the_closing_that_lie_ahead()
    {
        CampaignTurn.SetBy(Launch(Noon, Noon.AddHours(1))).ShouldBe([new(true, Noon, 1), new(false, Noon.AddHours(1), 1)]);
        CampaignTurn.SetBy(Launch(Morning, Noon)).ShouldBe([new(false, Noon, 1)]);
        CampaignTurn.SetBy(Launch(null, null)).ShouldBeEmpty();
    }

    [Fact]
    public void reopening_sets_the_closing_anew() =>
        CampaignTurn.SetBy(new(9, Morning, new CampaignReopened(Noon))).ShouldBe([new(false, Noon, 9)]);

    [Fact]
    public void other_lines_set_nothing() => CampaignTurn.SetBy(new(9, Morning, new CampaignClosed())).ShouldBeEmpty();

    [Fact]
    public void a_turn_comes_about_unless_staff_closed_before_or_set_another_time()
    {
        var turn = new CampaignTurn(false, Noon, 1);
        var progress = Progress.Evolve(Progress.None, Launch(null, Noon));
        turn.ComesAboutIn(progress).ShouldBeTrue();
        new CampaignTurn(true, Noon, 1).ComesAboutIn(progress).ShouldBeFalse();
        var closed = Progress.Evolve(progress, new(2, Morning, new CampaignClosed()));
        turn.ComesAboutIn(closed).ShouldBeFalse();
        turn.ComesAboutIn(Progress.Evolve(closed, new(3, Morning, new CampaignReopened(Noon.AddHours(1))))).ShouldBeFalse();
        turn.ComesAboutIn(Progress.Evolve(closed, new(3, Morning, new CampaignReopened(Noon)))).ShouldBeTrue();
    }

    [Fact]
    public void a_turn_has_one_id_for_each_receiver_whichever_line_set_it()
    {
        var (campaign, receiver) = (CampaignId.Of("pond"), CampaignId.Of("receiver"));
        var id = DeliveryId.Of(campaign, new CampaignTurn(false, Noon, 1), receiver);
        DeliveryId.Of(campaign, new CampaignTurn(false, Noon, 9), receiver).ShouldBe(id);
        DeliveryId.Of(campaign, new CampaignTurn(true, Noon, 1), receiver).ShouldNotBe(id);
        DeliveryId.Of(campaign, new CampaignTurn(false, Morning, 1), receiver).ShouldNotBe(id);
        DeliveryId.Of(campaign, 1, receiver).ShouldNotBe(id);
    }

    private static Line Launch(DateTimeOffset? opensAt, DateTimeOffset? closesAt) =>
        new(1, Morning, new CampaignLaunched(Terms with { OpensAt = opensAt, ClosesAt = closesAt }));
}
