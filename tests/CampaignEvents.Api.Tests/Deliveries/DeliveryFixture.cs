using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Deliveries;

/// <summary>A host that may send to loopback, tries again soon, and relays single signatures; and a server that receives.</summary>
public sealed class DeliveryFixture : ApiFixture, IAsyncLifetime
{
    internal static readonly (string Key, string Value)[] Quick =
    [
        ("Webhooks:AllowedNetworks", "127.0.0.0/8"), ("Deliveries:Retries", "00:00:01.1,00:00:01.1,00:00:01.1"), ("Deliveries:Timeout", "00:00:02"),
        ("Deliveries:Signatures", "true"),
    ];

    private static readonly ConcurrentDictionary<TestHost, Task<string>> _unsealKeys = new();

    internal HookServer Hooks { get; private set; } = null!;

    protected override (string Key, string Value)[] Settings => Quick;

    public override async Task InitializeAsync()
    {
        Hooks = await HookServer.StartAsync();
        await base.InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        await Hooks.DisposeAsync();
    }

    /// <summary>A receiver with a path of its own, told of one campaign.</summary>
    internal Task<TestReceiver> ReceiveAsync(TestCampaign campaign, params string[] events) => ReceiveAsync(Hooks, campaign, null, events);

    internal Task<TestReceiver> ReceiveAsync(TestCampaign campaign, object settings, params string[] events) => ReceiveAsync(Hooks, campaign, settings, events);

    internal static async Task<TestReceiver> ReceiveAsync(HookServer hooks, TestCampaign campaign, object? settings, params string[] events)
    {
        var path = "/" + campaign.Host.Services.GetRequiredService<Ids>().Next().ToString("N");
        var request = new JsonObject
        {
            ["name"] = "Test",
            ["kind"] = "webhook",
            ["url"] = hooks.Url + path,
            ["allowHttp"] = true,
            ["campaign"] = campaign.Slug,
            ["events"] = new JsonArray([.. events.Length == 0 ? ["milestone.reached"] : events.Select(e => (JsonNode)e)]),
        };
        foreach (var (key, value) in settings is null ? [] : JsonSerializer.SerializeToNode(settings)!.AsObject())
            request[key] = value?.DeepClone();
        if (request["flavour"]?.GetValue<string>() == "osdi")
            request["reason"] = "passing them on";
        var response = await SendAsync(campaign.Host, HttpMethod.Post, "/api/receivers", request);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        var answer = await response.JsonAsync();
        return new(campaign.Host, hooks, Guid.Parse(answer.Text("id")!), path, answer.Text("secret")!, request);
    }

    /// <summary>Replaces a receiver's settings with those of its request.</summary>
    internal static Task<HttpResponseMessage> ChangeAsync(TestReceiver receiver) =>
        SendAsync(receiver.Host, HttpMethod.Put, $"/api/receivers/{receiver.Id}", receiver.Request);

    /// <summary>Asks with the unseal key.</summary>
    internal static async Task<HttpResponseMessage> UnsealAsync(TestHost host, HttpMethod method, string path)
    {
        using var message = new HttpRequestMessage(method, path);
        message.Headers.Authorization = new("Bearer", await _unsealKeys.GetOrAdd(host, h => h.Services.GetRequiredService<UnsealKey>().ReplaceAsync()));
        return await host.Staff.SendAsync(message);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, HttpMethod method, string path, JsonObject request)
    {
        using var message = new HttpRequestMessage(method, path) { Content = JsonContent.Create(request) };
        if (request["flavour"]?.GetValue<string>() == "osdi")
            message.Headers.Authorization = new("Bearer", await _unsealKeys.GetOrAdd(host, h => h.Services.GetRequiredService<UnsealKey>().ReplaceAsync()));
        return await host.Staff.SendAsync(message);
    }
}

[CollectionDefinition(Name)]
public sealed class DeliveryTestsCollection : ICollectionFixture<DeliveryFixture>
{
    public const string Name = "Deliveries";
}

/// <summary>A receiver under test, as the delivery log shows it.</summary>
internal record LoggedReceiver(TestHost Host, Guid Id)
{
    public async Task<JsonNode> GetAsync() => await Host.Staff.GetAsync($"/api/receivers/{Id}").JsonAsync();

    public async Task<JsonArray> DeliveriesAsync(string query = "") =>
        (await Host.Staff.GetAsync($"/api/deliveries?receiver={Id}&limit=1000{query}").JsonAsync())["deliveries"]!.AsArray();

    /// <summary>Waits until so many deliveries are in a state.</summary>
    public async Task<JsonArray> WaitForAsync(string state, int count = 1, int seconds = 30)
    {
        await Wait.UntilAsync(
            async () => (await DeliveriesAsync($"&state={state}")).Count >= count, seconds, () => DeliveriesAsync().Result.ToJsonString());
        return await DeliveriesAsync($"&state={state}");
    }
}

/// <summary>A webhook's receiver under test.</summary>
internal sealed record TestReceiver(TestHost Host, HookServer Server, Guid Id, string Path, string Secret, JsonObject Request) : LoggedReceiver(Host, Id)
{
    public IReadOnlyList<Hook> Hooks => Server.Hooks(Path);

    public Task<IReadOnlyList<Hook>> WaitAsync(int count, int seconds = 30) => Server.WaitAsync(Path, count, seconds);

    public void Answers(params int[] statuses) => Server.Answer(Path, statuses);
}
