using CampaignEvents.Api.Deliveries;

namespace CampaignEvents.Api.Mail;

internal static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailSettings>().Bind(configuration.GetSection("Mail"))
            .Validate(s => s.IsValid, "Mail: From is an address such as Campaigns <news@example.org>, SmtpPort a port, and SmtpConnections 1 to 100.");
        services.AddSingleton<MailTemplates>().AddSingleton<MailComposer>().AddSingleton<UnsubscribeTokens>().AddSingleton<IDeliverySender, MailSender>();
        return configuration["Mail:SmtpHost"] is { Length: > 0 }
            ? services.AddSingleton<IMailTransport, SmtpPool>()
            : services.AddSingleton<IMailTransport, MailFolder>();
    }
}
