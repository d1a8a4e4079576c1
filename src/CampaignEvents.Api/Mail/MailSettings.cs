using MimeKit;

namespace CampaignEvents.Api.Mail;

/// <summary>How the connection to the SMTP server is secured.</summary>
internal enum SmtpSecurity
{
    /// <summary>Begins in clear and must go over to TLS before anything is said (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>In clear; for a server on the same machine.</summary>
    None,
}

/// <summary>How mail is sent. Bound from the configuration section <c>Mail</c>.</summary>
internal sealed class MailSettings
{
    /// <summary>The SMTP server; empty: mail is written to files instead.</summary>
    public string SmtpHost { get; set; } = "";

    /// <summary>0: 465 with TLS from the first byte, else 587.</summary>
    public int SmtpPort { get; set; }

    public SmtpSecurity SmtpSecurity { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Empty: without authentication.</summary>
    public string SmtpUser { get; set; } = "";

    public string SmtpPassword { get; set; } = "";

    /// <summary>A PEM file of certification authorities that the server's certificate may come from; empty: those of the system.</summary>
    public string SmtpAuthorities { get; set; } = "";

    /// <summary>Most connections to the server at the same time.</summary>
    public int SmtpConnections { get; set; } = 4;

    /// <summary>Whom mail comes from, such as <c>Campaigns &lt;news@example.org&gt;</c>.</summary>
    public string From { get; set; } = "CampaignEvents <campaign-events@localhost.localdomain>";

    /// <summary>A folder of templates that take the place of the built-in ones of the same name; empty: none.</summary>
    public string Templates { get; set; } = "";

    public int Port => SmtpPort != 0 ? SmtpPort : SmtpSecurity == SmtpSecurity.Tls ? 465 : 587;

    public MailboxAddress Sender => MailboxAddress.Parse(From);

    public bool IsValid => MailboxAddress.TryParse(From, out var from) && from.Domain.Length > 0 && MailComposer.IsOneLine(From) &&
                           SmtpPort is >= 0 and <= 65_535 && SmtpConnections is > 0 and <= 100;
}
