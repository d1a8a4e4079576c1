using CampaignEvents.Api.Deliveries;

namespace CampaignEvents.Api.Webhooks;

internal static class WebhookRegistration
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookSettings>().Bind(configuration.GetSection("Webhooks"))
            .Validate(s => s.IsValid, "Webhooks: allowed networks are in CIDR notation with commas.");
        return services.AddSingleton<WebhookClient>().AddSingleton<WebhookBodies>().AddSingleton<OsdiSignatures>()
            .AddSingleton<IDeliverySender, WebhookSender>();
    }
}
