namespace CampaignEvents.Api.Deliveries;

/// <summary>
/// Message on a durable queue: something waits for a receiver. What waits is in the delivery log, so however often this
/// arrives, nothing is sent twice by it; and as long as it is not handled, nothing is forgotten.
/// </summary>
/// <param name="ReceiverId">For whom.</param>
/// <param name="WakeAt">For what time it was scheduled; null: for no time.</param>
internal sealed record DeliverTo(Guid ReceiverId, DateTimeOffset? WakeAt = null);
