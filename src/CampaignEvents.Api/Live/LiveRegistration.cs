namespace CampaignEvents.Api.Live;

internal static class LiveRegistration
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddOptions<LiveOptions>().BindConfiguration("Live").ValidateOnStart().Validate(
            o => o.Connections > 0 && o.Tick > TimeSpan.Zero && o.Heartbeat > TimeSpan.Zero && o.Patience > TimeSpan.Zero,
            "Live options must be positive.");
        return services
            .AddSingleton<LiveReader>()
            .AddSingleton<LiveFeed>()
            .AddHostedService(provider => provider.GetRequiredService<LiveFeed>())
            .AddSingleton<LiveEndpoint>();
    }

    public static void MapLive(this RouteGroupBuilder group) => LiveEndpoint.Map(group);
}
