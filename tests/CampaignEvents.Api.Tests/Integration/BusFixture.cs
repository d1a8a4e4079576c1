using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Api.Tests.Deliveries;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>A RabbitMQ node, and a host that publishes to it.</summary>
public sealed class BusFixture : ApiFixture, IAsyncLifetime
{
    internal RabbitNode Node { get; private set; } = null!;

    internal (string Key, string Value)[] BusSettings => SettingsOf(Node?.Uri.ToString() ?? "");

    internal static (string Key, string Value)[] SettingsOf(string uri) =>
    [
        ("MessageBus:RabbitMq", uri), ("Deliveries:Timeout", "00:00:02"), ("Deliveries:Signatures", "true"),
        ("Deliveries:Retries", "00:00:01,00:00:01,00:00:01"),
    ];

    protected override (string Key, string Value)[] Settings => BusSettings;

    public override async Task InitializeAsync()
    {
        if (RabbitNode.Missing is null)
            Node = await RabbitNode.StartAsync();
        await base.InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        if (Node is not null)
            await Node.DisposeAsync();
    }

    internal Task<Inbox> ListenAsync(params Type[] contracts) => Inbox.OpenAsync(Node, contracts);

    /// <summary>A receiver of kind bus; of every campaign, where none is named.</summary>
    internal static async Task<LoggedReceiver> ReceiveAsync(TestHost host, TestCampaign? campaign, params string[] events)
    {
        var response = await host.Staff.PostAsJsonAsync("/api/receivers", new { name = "Bus", kind = "bus", campaign = campaign?.Slug, events });
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return new(host, Guid.Parse((await response.JsonAsync()).Text("id")!));
    }
}

[CollectionDefinition(Name)]
public sealed class BusTestsCollection : ICollectionFixture<BusFixture>
{
    public const string Name = "Bus";
}

/// <summary>A test on RabbitMQ; skipped with a reason where it cannot be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitFactAttribute : FactAttribute
{
    public RabbitFactAttribute() => Skip = RabbitNode.Missing;
}
