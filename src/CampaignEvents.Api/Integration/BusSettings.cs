namespace CampaignEvents.Api.Integration;

/// <summary>Which message bus this service talks to. Bound from the configuration section <c>MessageBus</c>.</summary>
internal sealed class BusSettings
{
    /// <summary>
    /// RabbitMQ, as <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS; empty: a bus within this process, which
    /// nobody else can listen to. Holds a password, so it is never logged or shown.
    /// </summary>
    public string RabbitMq { get; set; } = "";

    public bool IsValid => RabbitMq.Length == 0 || (Uri.TryCreate(RabbitMq, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps");

    public override string ToString() => nameof(BusSettings);
}
