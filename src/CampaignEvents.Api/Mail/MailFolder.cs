using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Hosting;
using MimeKit;

namespace CampaignEvents.Api.Mail;

/// <summary>
/// Where no SMTP server is configured, mail goes to files in the data folder, one for each delivery, and the console lists
/// them. Any mail program opens them.
/// </summary>
internal sealed partial class MailFolder(Installation installation, ILogger<MailFolder> logger) : IMailTransport
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task<Attempt> SendAsync(Guid deliveryId, MimeMessage message, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(installation.Folder.PathOf("mail"), OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder.FullName, $"{deliveryId:N}.eml");
        // Written in full and then renamed, so that whoever looks finds whole mails only.
        var draft = path + ".new";
        File.Delete(draft);
        await using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            await message.WriteToAsync(file, cancellation);
        File.Move(draft, path, overwrite: true);
        LogWritten(path);
        return new(AttemptOutcome.Delivered);
    }

    [LoggerMessage(2201, LogLevel.Information, "No SMTP server is configured; a mail is in {Path}")]
    private partial void LogWritten(string path);
}
