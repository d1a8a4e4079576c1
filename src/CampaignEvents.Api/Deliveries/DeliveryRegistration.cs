using CampaignEvents.Api.Schedules;
using CampaignEvents.Domain.Deliveries;
using JasperFx.CodeGeneration;
using Marten;
using Wolverine;
using Wolverine.Marten;

namespace CampaignEvents.Api.Deliveries;

internal static class DeliveryRegistration
{
    private const string Queue = "deliveries";

    public static IServiceCollection AddDeliveries(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliverySettings>().Bind(configuration.GetSection("Deliveries"))
            .Validate(s => s.IsValid, "Deliveries: retries must be times with commas, the timeout at most 30 s, KeepFor a day or more, and the others positive.");
        var settings = configuration.GetSection("Deliveries").Get<DeliverySettings>() ?? new();
        services.AddWolverine(ExtensionDiscovery.ManualOnly, options =>
        {
            Configure(options, settings);
            options.AddSchedules(configuration);
        });
        services.ConfigureMarten(options =>
        {
            DeliverySchema.AddTables(options);
            (options.Projections.FastPollingTime, options.Projections.SlowPollingTime) = (settings.Poll, settings.Poll);
        });
        services.SubscribeToEventsWithServices<CampaignRelay>(ServiceLifetime.Singleton);
        if (settings.Signatures)
            services.SubscribeToEventsWithServices<SignatureRelay>(ServiceLifetime.Singleton);
        services.AddHostedService<LostLeader>().AddHostedService<CountRelay>();
        services.AddHealthChecks().AddCheck<DeliveryHealth>("deliveries", tags: ["deliveries"]);
        return services.AddSingleton<Announcements>().AddSingleton<DeliveryLog>().AddSingleton<DeliveryQuery>().AddSingleton<DeliveryQueue>()
            .AddSingleton<ReceiverDrain>().AddSingleton<Redelivery>();
    }

    private static void Configure(WolverineOptions options, DeliverySettings settings)
    {
        // Handlers are named here, so nothing is looked for and no code is made at run time.
        options.Discovery.DisableConventionalDiscovery();
        options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        options.AddMessageHandler(new DeliverToHandler());
        options.PublishMessage<DeliverTo>().ToLocalQueue(Queue);
        options.LocalQueue(Queue).UseDurableInbox().MaximumParallelMessages(settings.Parallel);
        options.Policies.UseDurableLocalQueues();
        options.Policies.UseDurableOutboxOnAllSendingEndpoints();

        // A dead node's work is taken over within about 15 seconds, and what is scheduled is at most a second late.
        options.Durability.HealthCheckPollingTime = TimeSpan.FromSeconds(1);
        options.Durability.StaleNodeTimeout = TimeSpan.FromSeconds(10);
        options.Durability.CheckAssignmentPeriod = TimeSpan.FromSeconds(5);
        options.Durability.FirstHealthCheckExecution = TimeSpan.FromMilliseconds(100);
        options.Durability.ScheduledJobPollingTime = TimeSpan.FromSeconds(1);
        options.Durability.ScheduledJobFirstExecution = TimeSpan.FromMilliseconds(500);
        options.Durability.OrphanedMessageSweepPollingTime = TimeSpan.FromSeconds(2);
        options.Durability.DurabilityMetricsEnabled = false;
        options.Durability.NodeAssignmentHealthCheckTracingEnabled = false;
    }
}
