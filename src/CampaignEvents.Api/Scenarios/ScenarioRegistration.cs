namespace CampaignEvents.Api.Scenarios;

internal static class ScenarioRegistration
{
    public static IServiceCollection AddScenarios(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ScenarioOptions>().Bind(configuration.GetSection("Scenarios"));
        return services
            .AddSingleton<ScenarioStore>()
            .AddSingleton<ScenarioRun>()
            .AddSingleton<ScenarioWorker>()
            .AddHostedService(provider => provider.GetRequiredService<ScenarioWorker>());
    }
}
