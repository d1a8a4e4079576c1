using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Tests.Deliveries;
using RabbitMQ.Client;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>A message as it lies in a queue.</summary>
internal sealed record Arrived(Guid MessageId, string Exchange, JsonNode Message);

/// <summary>A durable queue of its own, bound to contracts as any other system would bind it, and read without MassTransit. It goes away with the node.</summary>
internal sealed class Inbox
{
    private readonly RabbitNode _node;
    private readonly string _queue;
    private readonly List<Arrived> _arrived = [];

    private Inbox(RabbitNode node, string queue) => (_node, _queue) = (node, queue);

    /// <param name="node">Where.</param>
    /// <param name="contracts">Of which to be told.</param>
    public static async Task<Inbox> OpenAsync(RabbitNode node, params Type[] contracts)
    {
        var inbox = new Inbox(node, "inbox-" + RandomNumberGenerator.GetHexString(16));
        await node.DoAsync(async channel =>
        {
            await channel.QueueDeclareAsync(inbox._queue, durable: true, exclusive: false, autoDelete: false);
            foreach (var contract in contracts)
            {
                var exchange = $"{contract.Namespace}:{contract.Name}";
                await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
                await channel.QueueBindAsync(inbox._queue, exchange, "");
            }
        });
        return inbox;
    }

    /// <summary>All that has arrived so far, in the queue's order.</summary>
    public async Task<IReadOnlyList<Arrived>> ReadAsync()
    {
        await _node.DoAsync(async channel =>
        {
            while (await channel.BasicGetAsync(_queue, autoAck: true) is { } got)
            {
                var envelope = JsonNode.Parse(got.Body.Span)!;
                Guid.Parse(envelope.Text("messageId")!).ShouldBe(Guid.Parse(got.BasicProperties.MessageId!));
                _arrived.Add(new(Guid.Parse(got.BasicProperties.MessageId!), got.Exchange, envelope["message"]!));
            }
        });
        return [.. _arrived];
    }

    /// <summary>Waits until so many have arrived.</summary>
    public async Task<IReadOnlyList<Arrived>> WaitAsync(int count, int seconds = 30)
    {
        await Wait.UntilAsync(async () => (await ReadAsync()).Count >= count, seconds, () => $"{_arrived.Count} of {count} messages");
        return await ReadAsync();
    }
}
