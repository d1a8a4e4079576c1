using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Tests.Hosting;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CampaignEvents.Api.Tests;

/// <summary>The real application on a real socket and a real database.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string MasterSecret = "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBvciBtb3JlLCBubyBzZWNyZXQ=";

    private readonly Installation _installation;
    private readonly WebApplication _app;

    private TestHost(Installation installation, WebApplication app, string staffKey)
    {
        (_installation, _app, StaffKey) = (installation, app, staffKey);
        Client = new() { BaseAddress = new(app.Urls.First()) };
        Staff = new() { BaseAddress = Client.BaseAddress };
        Staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", staffKey);
    }

    public HttpClient Client { get; }

    public HttpClient Staff { get; }

    public string StaffKey { get; }

    public string ConnectionString => _installation.ConnectionString;

    public IServiceProvider Services => _app.Services;

    public NpgsqlDataSource Database => Services.GetRequiredService<NpgsqlDataSource>();

    public CampaignLedger Ledger => Services.GetRequiredService<CampaignLedger>();

    public static Task<TestHost> StartAsync(string connectionString, TemporaryFolder folder, params (string Key, string Value)[] settings) =>
        StartAsync(connectionString, folder, _ => { }, settings);

    public static async Task<TestHost> StartAsync(
        string connectionString, TemporaryFolder folder, Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Campaigns"] = connectionString,
            ["Secrets:Master"] = MasterSecret,
        }).Build();
        var data = DataFolder.Open(folder.At("data-of-" + new NpgsqlConnectionStringBuilder(connectionString).Database));
        var installation = await Installation.OpenAsync(configuration, data, CancellationToken.None);
        var app = CampaignHost.Build(installation, builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
            configure(builder);
        });
        await CampaignHost.PrepareAsync(app.Services, CancellationToken.None);
        var key = await app.Services.GetRequiredService<StaffKeys>().EnsureAsync();
        await app.StartAsync();
        return new(installation, app, key!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Staff.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _installation.DisposeAsync();
    }

    /// <summary>Launches a campaign under a slug of its own.</summary>
    public async Task<TestCampaign> LaunchAsync(
        string confirmation = "none", long goal = 100, long[]? thresholds = null, long[]? ladder = null,
        DateTimeOffset? launchedAt = null, DateTimeOffset? closesAt = null, DateTimeOffset? opensAt = null)
    {
        var slug = "c-" + Services.GetRequiredService<Ids>().Next();
        var response = await Staff.PostAsJsonAsync("/api/campaigns", new
        {
            slug,
            title = "Save the pond",
            statement = "It is *our* pond.",
            addressedTo = "The council",
            goal,
            confirmation,
            ladder = ladder ?? [goal],
            thresholds = thresholds ?? [],
            launchedAt,
            opensAt,
            closesAt,
        });
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return new(this, slug);
    }

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await (await Client.GetAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;

    public async Task<T> AskAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

/// <summary>A campaign under test.</summary>
internal sealed record TestCampaign(TestHost Host, string Slug)
{
    public Guid Id { get; } = CampaignId.Of(Slug);

    public string Path => $"/api/campaigns/{Slug}";

    public Task<HttpResponseMessage> PostAsync(string path, object body, bool staff = false) =>
        (staff ? Host.Staff : Host.Client).PostAsJsonAsync(Path + path, body);

    public Task<HttpResponseMessage> SignAsync(string email, string country = "GB", string? channel = null, string? referral = null) =>
        PostAsync("/signatures", new { name = "Test Person", email, country, channel, referral });

    public Task<JsonNode> GetAsync(string path) => Host.GetAsync(Path + path);

    /// <summary>The lines of the ledger, read back from the store.</summary>
    public async Task<IReadOnlyList<Line>> LinesAsync()
    {
        var store = Host.Services.GetRequiredService<Marten.IDocumentStore>();
        await using var session = store.QuerySession();
        return [.. (await session.Events.FetchStreamAsync(Id)).Select(StoredLine.Read)];
    }
}

internal static class Responses
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    public static async Task<JsonNode> JsonAsync(this Task<HttpResponseMessage> response) => await (await response).JsonAsync();

    public static long Long(this JsonNode node, string name) => node[name]!.GetValue<long>();

    public static string? Text(this JsonNode node, string name) => node[name]?.GetValue<string>();
}
