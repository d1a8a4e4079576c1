namespace CampaignEvents.Api.Replays;

internal static class ReplayRegistration
{
    public static IServiceCollection AddReplays(this IServiceCollection services)
    {
        services.AddOptions<ReplayOptions>().BindConfiguration("Replay").ValidateOnStart().Validate(
            o => o.MaximumWatches > 0 && o.FrameEvery > TimeSpan.Zero && o.Heartbeat > TimeSpan.Zero && o.Patience > TimeSpan.Zero,
            "Replay options must be positive.");
        return services
            .AddSingleton<LedgerReader>()
            .AddSingleton<Ledgers>()
            .AddSingleton<WorkConnections>()
            .AddSingleton<Checkpoints>()
            .AddSingleton<StateAsOf>()
            .AddSingleton<CheckpointWriter>()
            .AddHostedService(provider => provider.GetRequiredService<CheckpointWriter>())
            .AddSingleton<ReplayFrames>()
            .AddSingleton<ReplayPlans>()
            .AddSingleton<ReplayEndpoint>();
    }

    public static void MapReplays(this RouteGroupBuilder group)
    {
        group.MapState();
        ReplayEndpoint.Map(group);
    }
}
