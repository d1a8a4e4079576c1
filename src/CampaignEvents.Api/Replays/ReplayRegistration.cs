namespace CampaignEvents.Api.Replays;

internal static class ReplayRegistration
{
    public static IServiceCollection AddReplays(this IServiceCollection services) => services
        .AddSingleton<LedgerReader>()
        .AddSingleton<Ledgers>()
        .AddSingleton<WorkConnections>()
        .AddSingleton<Checkpoints>()
        .AddSingleton<StateAsOf>()
        .AddSingleton<CheckpointWriter>()
        .AddHostedService(provider => provider.GetRequiredService<CheckpointWriter>());

    public static void MapReplays(this RouteGroupBuilder group) => group.MapState();
}
