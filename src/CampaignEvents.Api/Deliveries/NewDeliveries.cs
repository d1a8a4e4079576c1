using Marten;
using Wolverine;

namespace CampaignEvents.Api.Deliveries;

/// <summary>How deliveries come to be: rows, and the messages that set their receivers going, in one transaction.</summary>
internal static class NewDeliveries
{
    public static async Task AddAsync(IDocumentOperations operations, IMessageBus bus, IReadOnlyList<DeliveryRow> rows)
    {
        DeliveryRow.Insert(operations, rows);
        foreach (var receiverId in rows.Select(r => r.ReceiverId).Distinct())
            await bus.PublishAsync(new DeliverTo(receiverId));
    }
}
