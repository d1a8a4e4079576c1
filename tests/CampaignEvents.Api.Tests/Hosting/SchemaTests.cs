using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CampaignEvents.Api.Tests.Hosting;

[Collection(ApiTests.Name)]
public sealed class SchemaTests(ApiFixture fixture)
{
    [Fact]
    public async Task a_second_start_changes_nothing_in_the_schema_and_appends_set_based_again()
    {
        await using var host = await fixture.NewHostAsync();
        var database = host.Services.GetRequiredService<IDocumentStore>().Storage.Database;
        await database.ApplyAllConfiguredChangesToDatabaseAsync();
        await database.AssertDatabaseMatchesConfigurationAsync();

        (await SetBasedAppend.ApplyAsync(host.Database, NullLogger.Instance, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task an_append_function_that_is_not_known_is_left_alone()
    {
        await using var host = await fixture.NewHostAsync();
        (await SetBasedAppend.ApplyAsync(host.Database, NullLogger.Instance, CancellationToken.None)).ShouldBeFalse("it is already replaced");
    }

    [Fact]
    public async Task read_models_from_before_row_sets_are_taken_over_as_they_are()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        await campaign.SignAsync("ada@example.org");
        foreach (var table in (string[])[LedgerSchema.Timeline, LedgerSchema.Tallies, LedgerSchema.MilestoneChanges])
            await host.AskAsync<object>($"DO $$ BEGIN ALTER TABLE {table} RENAME COLUMN set_id TO campaign_id; END $$; SELECT 1");

        await CampaignHost.PrepareAsync(host.Services, CancellationToken.None);

        await campaign.SignAsync("bob@example.org");
        (await campaign.GetAsync("/timeline?by=minute"))["points"]!.AsArray()[^1]!.Long("count").ShouldBe(2);
        (await campaign.GetAsync("/tallies/country"))["items"]![0]!.Long("count").ShouldBe(2);
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
