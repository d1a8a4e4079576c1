using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.History;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Api.Webhooks;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Snapshots;

/// <summary>What outsiders and old data depend on. A change here is a change of a promise.</summary>
[Collection(ApiTests.Name)]
public sealed class SnapshotTests(ApiFixture fixture)
{
    private static readonly Guid _id = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560");
    private static readonly Guid _share = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d561");
    private static readonly Fingerprint _print = new(Guid.Parse("d3b4cfb6-1ddd-499d-a6ee-c92fb9554fb3"));

    /// <summary>One of every kind.</summary>
    internal static readonly LedgerEvent[] Events =
    [
        new CampaignLaunched(Some.Terms with { OpensAt = Some.Morning, ClosesAt = Some.Noon, Thresholds = [50] }),
        new CampaignClosed(),
        new CampaignReopened(Some.Noon),
        new GoalChanged(100, 300),
        new GoalRaised(100, 200),
        new ThresholdAdded(50),
        new ThresholdRemoved(50),
        new MilestoneReached(50, 51, 52, _id, null),
        new MilestoneFallenBelow(50, 49, 53, null, "paper"),
        new MilestoneRegained(50, 50, 54, _id, null),
        new SignatureCounted(_id, 36_738, _print, "c2VhbGVk", "GB", "email", _share, _print, _print, Some.Morning),
        new SignatureSubmitted(_id, _print, "c2VhbGVk", "GB", null, null, null, null, null),
        new SignatureConfirmed(_id, 2, "GB", "email", _share),
        new SignatureWithdrawn(_id, 2, "GB", null, null),
        new SignatureInvalidated(_id, null, "made up", "GB", null, null),
        new CampaignShared(_share, "whatsapp", _id),
        new ExternalCountRecorded("paper", 10, 4, Map(("DE", 6)), Map(("DE", 2)), Some.Morning),
        new PersonsUnsealed(_id, 1, 16, ExportFormat.Csv, "handing the signatures over", UnsealedBy.Key),
        new PersonsRelayBegun(_share, "passing them on to the network"),
        new PersonsRelayEnded(_share),
    ];

    [Fact]
    public async Task stored_events()
    {
        Events.Select(e => e.GetType()).ShouldBe(StoredEvents.Names.Keys, ignoreOrder: true);
        var options = new JsonSerializerOptions();
        LedgerJson.Configure(options);
        var format = new SignatureEventFormat();
        var text = new StringBuilder();
        foreach (var @event in Events)
        {
            text.AppendLine(StoredEvents.NameOf(@event));
            text.AppendLine("  stored  " + (@event is SignatureCounted or SignatureSubmitted
                ? "bytes " + Convert.ToHexStringLower(format.Serialize(@event.GetType(), @event))
                : JsonSerializer.Serialize(@event, @event.GetType(), options)));
            text.AppendLine("  shown   " + HistoryLine.Of(new(1, Some.Noon, @event)).Data.GetRawText());
        }
        await Verifier.Verify(text.ToString());
    }

    [Fact]
    public async Task webhooks()
    {
        var receiver = new Receiver(_id, "Newsroom", ReceiverKind.Webhook, null, null, [], false, default, false, true, null, Some.Morning, "", []);
        var (text, pond) = (new StringBuilder(), new Contracts.CampaignReference(_share, "save-the-pond", "Save the pond"));
        foreach (var @event in Events)
        {
            var line = new Line(7, Some.Morning.AddHours(-1), @event);
            foreach (var type in CampaignTurn.SetBy(line).Select(t => t.Type).Prepend(AnnouncementType.Of(@event)).OfType<string>())
            {
                var content = Announcements.Of(pond, line, type)!;
                text.AppendLine(Body(new(_id, type, content.At, _share, line, content)));
            }
        }
        text.AppendLine(Body(new(_id, AnnouncementType.DailyDigest, Some.Noon, null, null,
            new Contracts.DailyDigest(Some.Noon, Some.Noon.AddDays(-1), [new(pond, 1_250, -3, 2_000, "open", [1_000])]))));
        text.AppendLine(Body(new(_id, AnnouncementType.Test, Some.Noon, null, null, null)));
        await Verifier.Verify(text.ToString());

        string Body(Delivery delivery) => Encoding.UTF8.GetString(WebhookBodies.Standard(receiver, delivery));
    }

    [Fact]
    public async Task contracts() => await Verifier.Verify(string.Join('\n', typeof(Contracts.Announcement).Assembly.GetExportedTypes()
        .OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => $"{t.Namespace}:{t.Name}\n" + string.Concat(t.GetProperties()
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"  {p.Name} {Nullable.GetUnderlyingType(p.PropertyType)?.Name ?? p.PropertyType.Name}\n")))));

    [Fact]
    public async Task open_api()
    {
        var json = JsonNode.Parse(await fixture.Host.Client.GetStringAsync("/openapi/v1.json"))!;
        await Verifier.Verify(json.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task refusals() => await Verifier.Verify(string.Join('\n', typeof(Rejections).GetFields()
        .Select(f => (Rejection)f.GetValue(null)!).Select(r => $"{(r.Unknown ? 404 : 409)} urn:campaign-events:{r.Code}").Order()));

    [Fact]
    public async Task public_json()
    {
        var campaign = await fixture.Host.LaunchAsync(goal: 2, ladder: [2, 4], launchedAt: Some.Morning);
        await campaign.PostAsync("/external-counts", new { source = "paper", count = 3, countries = new Dictionary<string, int> { ["DE"] = 2 } }, staff: true);
        await Task.Delay(Api.Campaigns.ProgressCache.MaximumAge);
        var text = new StringBuilder();
        foreach (var path in (string[])["", "/progress", "/timeline", "/tallies/country", "/milestones"])
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"GET {path}\n{Still(await campaign.GetAsync(path), campaign.Slug)}");
        var problem = await campaign.PostAsync("/signatures", new { name = "Ada", email = "ada" });
        text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"400\n{Still(await problem.JsonAsync(), campaign.Slug)}");
        await Verifier.Verify(text.ToString());
    }

    // Moments of the test's run and ids differ every time.
    private static string Still(JsonNode node, string slug) => System.Text.RegularExpressions.Regex.Replace(
        node.ToJsonString().Replace(slug, "SLUG", StringComparison.Ordinal),
        "\"(20(2[1-9]|[3-9]\\d)-[^\"]*Z|00-[0-9a-f-]{50,})\"", "\"…\"");

    private static ImmutableSortedDictionary<string, long> Map(params (string Key, long Value)[] items) =>
        items.ToImmutableSortedDictionary(i => i.Key, i => i.Value);
}
