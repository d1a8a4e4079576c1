using CampaignEvents.Api.Deliveries;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CampaignEvents.Api.Integration;

/// <summary>The edge to other systems: MassTransit, over RabbitMQ or within this process.</summary>
internal static class BusRegistration
{
    /// <summary>The queue of what partners report. A name for ever: another would leave messages behind.</summary>
    public const string ExternalCountsQueue = "campaign-events.external-counts";

    private const string HealthTag = "bus";

    public static IServiceCollection AddMessageBus(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BusSettings>().Bind(configuration.GetSection("MessageBus"))
            .Validate(s => s.IsValid, "MessageBus: RabbitMq must be an amqp or amqps URI.").ValidateOnStart();
        var settings = configuration.GetSection("MessageBus").Get<BusSettings>() ?? new();
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<ExternalCountConsumer>();
            // A broker that is away delays what is told; it is no reason to take this node from service.
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.Name = HealthTag;
                health.Tags.Clear();
                health.Tags.Add(HealthTag);
            });
            if (settings is { RabbitMq.Length: > 0, IsValid: true })
                bus.UsingRabbitMq((context, rabbit) => Configure(context, rabbit, settings));
            else
                bus.UsingInMemory((context, memory) => memory.ReceiveEndpoint(ExternalCountsQueue, queue => queue.ConfigureConsumer<ExternalCountConsumer>(context)));
        });
        // Starting does not wait for the broker, and stopping not for long: what waits for the database goes back to the broker.
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
            (host.WaitUntilStarted, host.ConsumerStopTimeout, host.StopTimeout) = (false, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)));
        // Its messages may name the broker's user; what there is to say, BrokerWatch and the consumer say.
        services.AddLogging(logging => logging.AddFilter("MassTransit", LogLevel.None)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return services.AddReceiveEndpointObserver<BrokerWatch>().AddSingleton<IDeliverySender, BusSender>();
    }

    /// <summary>Healthy means: this node is connected to the broker.</summary>
    public static void MapBusHealth(this IEndpointRouteBuilder app) => app.MapHealthChecks("/health/bus", new()
    {
        Predicate = check => check.Tags.Contains(HealthTag),
        ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable },
    }).ExcludeFromDescription();

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit, BusSettings settings)
    {
        rabbit.Host(new Uri(settings.RabbitMq), host => host.PublisherConfirmation = true);
        rabbit.ReceiveEndpoint(ExternalCountsQueue, queue =>
        {
            // One at a time, on one node: a source's later figure must not be overtaken by its earlier one.
            (queue.SingleActiveConsumer, queue.PrefetchCount, queue.ConcurrentMessageLimit) = (true, 8, 1);
            // They would repeat what was refused to whoever listens.
            queue.PublishFaults = false;
            queue.ConfigureConsumer<ExternalCountConsumer>(context);
        });
    }
}
