using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Mail;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Contracts;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Tests;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CampaignEvents.Api.Tests.Mail;

/// <summary>What mails say, and what they refuse to.</summary>
public sealed class MailComposerTests
{
    private static readonly Secrets _secrets = new(Convert.FromBase64String(TestHost.MasterSecret));
    private static readonly CampaignReference _pond = new(Some.Id(1), "save-the-pond", "Save the pond");

    [Fact]
    public async Task mails()
    {
        var text = new System.Text.StringBuilder();
        foreach (var (type, content) in Contents)
        {
            var message = Compose(type, content)!;
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"== {type}\nSubject: {message.Subject}\n\n{message.TextBody!.ReplaceLineEndings("\n")}\n");
        }
        text.Append(Compose(AnnouncementType.MilestoneReached, Reached("Save the pond"))!.HtmlBody!.ReplaceLineEndings("\n"));
        await Verifier.Verify(text.ToString());
    }

    [Fact]
    public void every_type_that_is_mailed_has_words() =>
        Contents.Select(c => c.Type).Order(StringComparer.Ordinal)
            .ShouldBe(AnnouncementType.All.Except([AnnouncementType.SignatureCounted, AnnouncementType.CountChanged]).Append(AnnouncementType.Test).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Save\r\nBcc: everyone@example.org")]
    [InlineData("Save\nthe pond")]
    [InlineData("Save\u0085the pond")]
    [InlineData("Save\0the pond")]
    public void what_could_add_a_header_is_refused(string hostile)
    {
        Compose(AnnouncementType.MilestoneReached, Reached(hostile)).ShouldBeNull();
        Compose(AnnouncementType.MilestoneReached, Reached("Save the pond") with { Source = hostile }).ShouldBeNull();
        Compose(AnnouncementType.MilestoneReached, Reached("Save the pond"), name: hostile).ShouldBeNull();
        Compose(AnnouncementType.MilestoneReached, Reached("Save the pond"), address: "a@example.org" + hostile).ShouldBeNull();
    }

    [Fact]
    public void what_is_html_in_a_title_is_text_in_the_mail()
    {
        var message = Compose(AnnouncementType.MilestoneReached, Reached("<script>alert(1)</script>{{ secret }}"))!;
        message.HtmlBody!.ShouldNotContain("<script>");
        message.HtmlBody!.ShouldContain("&lt;script&gt;");
        message.TextBody!.ShouldContain("<script>alert(1)</script>{{ secret }}");
    }

    [Fact]
    public void without_a_public_address_unsubscribing_is_by_mail() =>
        Compose(AnnouncementType.Test, null)!.Headers[HeaderId.ListUnsubscribe].ShouldBe($"<mailto:campaign-events@localhost.localdomain?subject=unsubscribe%20{Some.Id(50)}>");

    [Fact]
    public void a_template_of_ones_own_takes_the_place_of_the_built_in_one_and_a_wrong_one_is_told_at_once()
    {
        using var folder = new Hosting.TemporaryFolder();
        File.WriteAllText(folder.At("milestone.reached.liquid"), "Hurrah\n\n{{ threshold | count }}!");
        Compose(AnnouncementType.MilestoneReached, Reached("Save the pond"), settings: new() { Templates = folder.FullPath })!.Subject.ShouldBe("Hurrah");
        File.WriteAllText(folder.At("milestone.reached.liquid"), "{% if %}");
        Should.Throw<InvalidOperationException>(() => new MailTemplates(Options.Create(new MailSettings { Templates = folder.FullPath })))
            .Message.ShouldContain("milestone.reached.liquid");
    }

    private static IEnumerable<(string Type, Announcement? Content)> Contents =>
    [
        (AnnouncementType.MilestoneReached, Reached("Save the pond")),
        (AnnouncementType.MilestoneRegained, new MilestoneRegained(_pond, 90, Some.Noon, 1_000, 1_001, 89)),
        (AnnouncementType.MilestoneFallenBelow, new MilestoneFallenBelow(_pond, 88, Some.Noon, 1_000, 999, 87)),
        (AnnouncementType.GoalRaised, new GoalRaised(_pond, 80, Some.Noon, 1_000, 2_000)),
        (AnnouncementType.GoalChanged, new GoalChanged(_pond, 80, Some.Noon, 1_000, 1_500)),
        (AnnouncementType.CampaignLaunched, new CampaignLaunched(_pond, 1, Some.Morning, 1_000, Some.Noon, Some.Noon.AddDays(1))),
        (AnnouncementType.CampaignOpened, new CampaignOpened(_pond, 1, Some.Noon)),
        (AnnouncementType.CampaignClosed, new CampaignClosed(_pond, 1, Some.Noon)),
        (AnnouncementType.CampaignReopened, new CampaignReopened(_pond, 1, Some.Noon, null)),
        (AnnouncementType.DailyDigest, new DailyDigest(Some.Noon, Some.Noon.AddDays(-1),
            [new(_pond, 36_738, 1_250, 50_000, "open", [35_000, 36_000]), new(_pond with { Title = "Save the moor" }, 12, -3, 100, "closed", [])])),
        (AnnouncementType.Test, null),
    ];

    private static MilestoneReached Reached(string title) => new(_pond with { Title = title }, 79, Some.Noon, 1_000, 1_000, 78, Some.Id(7), null);

    private static MimeMessage? Compose(
        string type, Announcement? content, string name = "Newsroom", string address = "newsroom@example.org", MailSettings? settings = null)
    {
        var seal = new ReceiverSeal(_secrets);
        var receiver = new Receiver(
            Some.Id(50), name, ReceiverKind.Email, null, null, [type], false, default, false, true, null, Some.Morning, seal.Seal(Some.Id(50), address), []);
        var options = Options.Create(settings ?? new());
        return new MailComposer(
            new(options), new(_secrets), seal, options, Options.Create(new SiteSettings { CampaignUrl = "https://example.org/p/{slug}" }), TimeProvider.System)
            .Compose(receiver, new(Some.Id(60), type, content?.At ?? Some.Noon, null, null, content));
    }
}
