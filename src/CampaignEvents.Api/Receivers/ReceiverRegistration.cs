using Marten;

namespace CampaignEvents.Api.Receivers;

internal static class ReceiverRegistration
{
    public static IServiceCollection AddReceivers(this IServiceCollection services)
    {
        services.ConfigureMarten(options => options.Schema.For<Receiver>());
        return services.AddSingleton<ReceiverSeal>().AddSingleton<ReceiverRegister>().AddSingleton<PersonsRelay>();
    }
}
