using CampaignEvents.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Newsroom;

/// <summary>Writes a post for every milestone: one, however often the message comes.</summary>
public sealed class MilestoneConsumer(NpgsqlDataSource database) : IConsumer<MilestoneReached>
{
    public async Task Consume(ConsumeContext<MilestoneReached> context)
    {
        await using var connection = await database.OpenConnectionAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(context.CancellationToken);

        // The delivery's id: the same on every try. It is kept in the transaction of what is done.
        await using var seen = new NpgsqlCommand("INSERT INTO seen (message_id) VALUES ($1) ON CONFLICT DO NOTHING", connection);
        seen.Parameters.Add(new() { Value = context.MessageId!.Value });
        if (await seen.ExecuteNonQueryAsync(context.CancellationToken) == 0)
            return;

        var milestone = context.Message;
        await using var post = new NpgsqlCommand("INSERT INTO posts (text) VALUES ($1)", connection);
        post.Parameters.Add(new() { Value = $"{milestone.Campaign.Title}: {milestone.Count} signatures" });
        await post.ExecuteNonQueryAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
    }
}

public static class Milestones
{
    /// <param name="services">Where an <see cref="NpgsqlDataSource"/> is registered, too.</param>
    /// <param name="broker">Such as <c>amqp://newsroom:password@rabbit:5672/</c>.</param>
    public static IServiceCollection AddMilestones(this IServiceCollection services, Uri broker) => services.AddMassTransit(bus =>
    {
        bus.DisableUsageTelemetry();
        bus.AddConsumer<MilestoneConsumer>();
        bus.UsingRabbitMq((context, rabbit) =>
        {
            rabbit.Host(broker);
            rabbit.ReceiveEndpoint("newsroom.milestones", queue =>
            {
                // One at a time, so that a campaign's milestones are handled in their order.
                queue.ConcurrentMessageLimit = 1;
                queue.UseMessageRetry(retry => retry.Exponential(10, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2)));
                queue.ConfigureConsumer<MilestoneConsumer>(context);
            });
        });
    });
}
