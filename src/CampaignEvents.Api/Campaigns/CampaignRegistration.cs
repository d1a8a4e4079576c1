namespace CampaignEvents.Api.Campaigns;

internal static class CampaignRegistration
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<CampaignDirectory>()
        .AddSingleton<ProgressCache>()
        .AddSingleton<StaffCommands>();
}
