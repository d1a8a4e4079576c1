using CampaignEvents.Domain.Deliveries;
using static CampaignEvents.Domain.Tests.Some;

namespace CampaignEvents.Domain.Tests.Deliveries;

public sealed class PersonsRelayTests
{
    private static readonly BeginPersonsRelay _begin = new(Id(50), "passing them on", Noon);
    private static readonly EndPersonsRelay _end = new(Id(50), Noon);

    [Fact]
    public void a_relay_of_persons_is_recorded_with_its_reason_once() =>
        Given.Campaign(_begin with { ReceiverId = Id(51) }).When(_begin).Then(new PersonsRelayBegun(Id(50), "passing them on"))
            .And(campaign => campaign.PersonsRelays.ShouldBe([Id(50), Id(51)], ignoreOrder: true));

    [Fact]
    public void it_ends_where_it_began() =>
        Given.Campaign(_begin).When(_end).Then(new PersonsRelayEnded(Id(50))).And(campaign => campaign.PersonsRelays.ShouldBeEmpty());

    [Fact]
    public void what_has_not_begun_does_not_end() => Given.Campaign(_begin, _end).When(_end).ThenNothing();

    [Fact]
    public void it_may_begin_again() => Given.Campaign(_begin, _end).When(_begin).Then(new PersonsRelayBegun(Id(50), "passing them on"));
}
