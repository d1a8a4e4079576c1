using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Replays;

[Collection(ApiTests.Name)]
public sealed class LedgerReaderTests(ApiFixture fixture)
{
    private LedgerReader Reader => fixture.Host.Services.GetRequiredService<LedgerReader>();

    [Theory]
    [InlineData(0, null)]
    [InlineData(0, 1)]
    [InlineData(4_095, 4_097)]
    [InlineData(4_096, 8_192)]
    [InlineData(9_000, 20_000)]
    public async Task the_lines_of_a_range_come_in_order_none_missing_and_none_twice(int after, int? to)
    {
        var campaign = await fixture.Host.WriteAsync($"read-{after}-{to}", Enumerable.Range(1, 9_500).Select(n => (Command)Some.Sign(n)));
        var lines = await campaign.LinesAsync();
        var numbers = new List<long>();
        await foreach (var page in Reader.PagesAsync(campaign.Id, new(After: after, To: to), CancellationToken.None))
        {
            page.Count.ShouldBeInRange(1, LedgerReader.PageLength);
            numbers.AddRange(page.Select(l => l.Number));
        }
        numbers.ShouldBe(lines.Select(l => l.Number).Where(n => n > after && n <= (to ?? long.MaxValue)));
    }

    [Fact]
    public async Task sealed_persons_are_read_only_when_asked_for_and_nothing_else_is_lost()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await campaign.PostAsync("/signatures", new { name = "Ada Example", email = "Ada+1@Example.org", country = "GB", postcode = "AB1 2CD", channel = new string('c', 32), comment = new string('x', 2_000) });
        var stored = (await campaign.LinesAsync()).Select(l => l.Event).OfType<SignatureCounted>().Single();

        (await SignatureAsync(persons: true)).ShouldBe(stored);
        (await SignatureAsync(persons: false)).ShouldBe(stored with { Person = "" });

        async Task<LedgerEvent> SignatureAsync(bool persons)
        {
            await using var pages = Reader.PagesAsync(campaign.Id, new(After: 1, To: 2), CancellationToken.None, persons).GetAsyncEnumerator();
            (await pages.MoveNextAsync()).ShouldBeTrue();
            return pages.Current[0].Event;
        }
    }

    [Fact]
    public async Task nobody_who_stops_in_the_middle_leaves_a_connection_behind_and_a_slow_reader_holds_none()
    {
        var campaign = await fixture.Host.WriteAsync("slowly-read", Enumerable.Range(1, 9_000).Select(n => (Command)Some.Sign(n)));
        await foreach (var page in Reader.PagesAsync(campaign.Id, default, CancellationToken.None))
        {
            await Task.Delay(200);
            (await fixture.Host.AskAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%substring(bdata%' AND (state = 'active' OR state LIKE 'idle in%')")).ShouldBe(0);
            if (page[0].Number > 1)
                break;
        }
    }

    [Fact]
    public async Task upcasters_apply()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await campaign.PostAsync("/shares", new { channel = "whatsapp" });
        await host.AskAsync<object>($"WITH older AS (UPDATE {LedgerSchema.Events} SET type = 'campaign_shared_v0', data = jsonb_build_object('link', data->'shareId', 'medium', 'WhatsApp') WHERE type = 'campaign_shared_v1') SELECT 1");
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(host.ConnectionString);
            LedgerRegistration.Configure(options);
            options.Events.Upcast<OlderShare, CampaignShared>("campaign_shared_v0", old => new(old.Link, old.Medium.ToLowerInvariant(), null));
        });
        var lines = new List<Line>();
        await foreach (var page in new LedgerReader(host.Database, new StoredLines(store)).PagesAsync(campaign.Id, default, CancellationToken.None))
            lines.AddRange(page);
        lines[^1].Event.ShouldBeOfType<CampaignShared>().Channel.ShouldBe("whatsapp");
    }

    [Fact]
    public async Task an_event_that_this_version_does_not_know_is_said_to_be_so()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await host.AskAsync<object>($"WITH newer AS (UPDATE {LedgerSchema.Events} SET type = 'campaign_launched_v9') SELECT 1");
        (await Should.ThrowAsync<InvalidDataException>(async () =>
        {
            await foreach (var page in host.Services.GetRequiredService<LedgerReader>().PagesAsync(campaign.Id, default, CancellationToken.None))
                page.ShouldBeEmpty();
        })).Message.ShouldBe("Behind line 0 is an event that this version does not know.");
    }

    private sealed record OlderShare(Guid Link, string Medium);
}
