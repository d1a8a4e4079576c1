using CampaignEvents.Api.Hosting;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Hosting;

[Collection(ApiTests.Name)]
public sealed class SchemaTests(ApiFixture fixture)
{
    [Fact]
    public async Task a_second_start_finds_nothing_to_change_in_the_schema()
    {
        var database = fixture.Host.Services.GetRequiredService<IDocumentStore>().Storage.Database;
        await database.AssertDatabaseMatchesConfigurationAsync();
    }

    [Fact]
    public async Task two_nodes_may_start_at_once_on_an_empty_database()
    {
        await using var one = await fixture.NewHostAsync();
        var secrets = one.Services.GetRequiredService<Secrets>();
        await one.AskAsync<object>("WITH gone AS (DELETE FROM campaign_events.installation) SELECT 1");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => InstallationCheck.RunAsync(one.Database, secrets, CancellationToken.None)));
    }
}
