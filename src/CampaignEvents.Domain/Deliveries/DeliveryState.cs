namespace CampaignEvents.Domain.Deliveries;

/// <summary>Where a delivery stands. The numbers are stored.</summary>
public enum DeliveryState
{
    /// <summary>To be tried, now or later.</summary>
    Waiting = 1,

    /// <summary>The receiver took it.</summary>
    Delivered = 2,

    /// <summary>Failed for good: a dead letter, until somebody asks for it to be sent again.</summary>
    Failed = 3,

    /// <summary>Its receiver was deleted before it was sent.</summary>
    Cancelled = 4,
}
