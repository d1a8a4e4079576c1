using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Milestones;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Deliveries;

public sealed class InterestTests
{
    private static readonly Line _reached = new(7, Noon, new MilestoneReached(100, 100, 6, Id(1), null));
    private static readonly Interest _all = new(Id(50), null, [AnnouncementType.MilestoneReached], HighestOnly: false, Morning);

    [Fact]
    public void a_receiver_is_told_of_what_it_asked_for() => _all.Covers(Id(1), _reached, isHighest: true).ShouldBeTrue();

    [Fact]
    public void a_receiver_is_not_told_of_other_things() =>
        (_all with { Types = [AnnouncementType.MilestoneRegained] }).Covers(Id(1), _reached, isHighest: true).ShouldBeFalse();

    [Fact]
    public void a_receiver_of_one_campaign_is_not_told_of_another()
    {
        (_all with { CampaignId = Id(1) }).Covers(Id(1), _reached, isHighest: true).ShouldBeTrue();
        (_all with { CampaignId = Id(2) }).Covers(Id(1), _reached, isHighest: true).ShouldBeFalse();
    }

    [Fact]
    public void only_who_asked_for_the_highest_is_spared_the_lower_ones()
    {
        _all.Covers(Id(1), _reached, isHighest: false).ShouldBeTrue();
        (_all with { HighestOnly = true }).Covers(Id(1), _reached, isHighest: false).ShouldBeFalse();
        (_all with { HighestOnly = true }).Covers(Id(1), _reached, isHighest: true).ShouldBeTrue();
    }

    [Fact]
    public void nobody_is_told_of_history_unless_somebody_asks()
    {
        var later = _all with { Since = Noon.AddTicks(10) };
        later.Covers(Id(1), _reached, isHighest: true).ShouldBeFalse();
        later.Wants(Id(1), _reached, isHighest: true).ShouldBeTrue();
    }

    [Fact]
    public void turns_and_digests_are_told_like_all_else()
    {
        var (opening, told) = (new CampaignTurn(true, Noon, 1), _all with { CampaignId = Id(1), Types = [AnnouncementType.CampaignOpened, AnnouncementType.DailyDigest] });
        (told.Covers(Id(1), opening), told.Covers(Id(2), opening), told.Covers(Id(1), opening with { Opens = false })).ShouldBe((true, false, false));
        (told.CoversDigest(Noon), _all.CoversDigest(Noon)).ShouldBe((true, false));
        var later = told with { Since = Noon.AddTicks(10) };
        (later.Covers(Id(1), opening), later.CoversDigest(Noon)).ShouldBe((false, false));
    }

    [Fact]
    public void every_type_can_be_told_from_its_events_and_those_of_signatures_are_apart()
    {
        AnnouncementType.All.Length.ShouldBe(12);
        AnnouncementType.Of(Counted(1, 1)).ShouldBe(AnnouncementType.SignatureCounted);
        AnnouncementType.Of(Submitted(1)).ShouldBeNull();
        AnnouncementType.RareEvents.Intersect(AnnouncementType.FrequentEvents).ShouldBeEmpty();
    }

    [Fact]
    public void a_deliverys_id_follows_from_line_and_receiver()
    {
        var id = DeliveryId.Of(Id(1), 7, Id(50));
        DeliveryId.Of(Id(1), 7, Id(50)).ShouldBe(id);
        Guid[] others = [DeliveryId.Of(Id(2), 7, Id(50)), DeliveryId.Of(Id(1), 8, Id(50)), DeliveryId.Of(Id(1), 7, Id(51)), DeliveryId.OfCount(Id(1), 7, Id(50))];
        others.ShouldNotContain(id);
        id.ToString().ShouldBe("a6af70ac-2133-8e61-8801-01789a9da7d6");
    }
}
