using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Contracts;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CampaignEvents.Api.Mail;

/// <summary>Makes the mail of a delivery.</summary>
internal sealed class MailComposer(
    MailTemplates templates, UnsubscribeTokens tokens, ReceiverSeal seal, IOptions<MailSettings> settings, IOptions<SiteSettings> site, TimeProvider clock)
{
    /// <summary>Null when something in it has control characters, with which headers could be added.</summary>
    public MimeMessage? Compose(Receiver receiver, Delivery delivery)
    {
        var (fields, address) = (MailFields.Of(receiver, delivery), seal.TargetOf(receiver));
        if (!MailFields.Texts(fields).Append(address).All(IsOneLine) || !MailboxAddress.TryParse(address, out var mailbox))
            return null;
        var from = settings.Value.Sender;
        var unsubscribe = site.Value.Base.Length == 0 ? null : $"{site.Value.Base}/api/receivers/{receiver.Id}/unsubscribe?token={tokens.For(receiver.Id)}";
        var words = templates.Render(delivery.Type, fields, Link(delivery), unsubscribe);
        if (!IsOneLine(words.Subject))
            return null;
        var message = new MimeMessage
        {
            // The same on every try, so that whoever gets it twice can tell.
            MessageId = $"{delivery.Id:N}@{from.Domain}",
            Subject = words.Subject,
            Date = clock.GetUtcNow(),
            Body = new BodyBuilder { TextBody = words.Text, HtmlBody = words.Html }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(receiver.Name, mailbox.Address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        if (unsubscribe is null)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<mailto:{from.Address}?subject=unsubscribe%20{receiver.Id}>");
            return message;
        }
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
        // RFC 8058: the mail program may do it with one click, over https.
        if (unsubscribe.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }

    public static bool IsOneLine(string text) => !text.Any(char.IsControl);

    private string? Link(Delivery delivery) => delivery.Content is CampaignAnnouncement { Campaign.Slug: var slug } && site.Value.CampaignUrl is { Length: > 0 } url
        ? url.Replace("{slug}", slug, StringComparison.Ordinal)
        : null;
}
