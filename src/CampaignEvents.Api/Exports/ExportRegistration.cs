namespace CampaignEvents.Api.Exports;

internal static class ExportRegistration
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services
        .AddSingleton<ExportPlanner>()
        .AddSingleton<Unsealings>()
        .AddSingleton<PersonUnsealer>()
        .AddSingleton<HistoryExport>();
}
