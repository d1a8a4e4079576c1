using Wolverine;
using Wolverine.ErrorHandling;

namespace CampaignEvents.Api.Schedules;

internal static class ScheduleRegistration
{
    private const string Queue = "schedules";

    public static IServiceCollection AddSchedules(this IServiceCollection services) => services.AddSingleton<DigestQuery>();

    /// <summary>What fails here is the database or a fault of ours: tried again until it works.</summary>
    public static void RetryUntilItWorks(this PolicyExpression failures) =>
        failures.ScheduleRetryIndefinitely(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

    /// <summary>A part of Wolverine's own setting up: schedules cannot be added to it later.</summary>
    public static void AddSchedules(this WolverineOptions options, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Schedules").Get<ScheduleSettings>() ?? new();
        if (!settings.IsValid)
            throw new InvalidOperationException("Schedules: Digest and Prune are times as cron has them, such as 0 6 * * *, and TimeZone is an IANA name.");
        options.AddMessageHandler(new TurnCampaignHandler());
        options.AddMessageHandler(new MakeDigestHandler());
        options.AddMessageHandler(new PruneDeliveriesHandler());
        options.PublishMessage<TurnCampaign>().ToLocalQueue(Queue);
        options.PublishMessage<MakeDigest>().ToLocalQueue(Queue);
        options.PublishMessage<PruneDeliveries>().ToLocalQueue(Queue);
        options.LocalQueue(Queue).UseDurableInbox();

        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);
        options.Schedules.ScheduleRecurring("daily-digest", settings.Digest, at => new MakeDigest(at.ToUniversalTime()), zone);
        options.Schedules.ScheduleRecurring("prune-deliveries", settings.Prune, _ => new PruneDeliveries(), zone);
    }
}
