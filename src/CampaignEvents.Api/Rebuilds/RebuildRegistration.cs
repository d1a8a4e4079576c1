namespace CampaignEvents.Api.Rebuilds;

internal static class RebuildRegistration
{
    public static IServiceCollection AddRebuilds(this IServiceCollection services) => services
        .AddSingleton<CampaignDocuments>()
        .AddSingleton<Rebuild>();
}
