using CampaignEvents.Api.Deliveries;
using MimeKit;

namespace CampaignEvents.Api.Mail;

/// <summary>Takes mail away: to an SMTP server, or to files where none is configured.</summary>
internal interface IMailTransport
{
    /// <summary>Tries once. What goes wrong on the way is an outcome, not an exception.</summary>
    Task<Attempt> SendAsync(Guid deliveryId, MimeMessage message, CancellationToken cancellation);
}
