using CampaignEvents.Api.Tests.Deliveries;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Newsroom;
using Npgsql;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>The consumer that <c>docs/how-to/consume-milestones.md</c> shows is compiled here, and does what the page says.</summary>
[Collection(BusTestsCollection.Name)]
public sealed class ConsumerExampleTests(BusFixture fixture)
{
    [Fact]
    public void the_page_shows_the_consumer_word_for_word()
    {
        var code = File.ReadAllText(RepositoryFile.Find("tests", "CampaignEvents.Api.Tests", "Integration", "MilestoneConsumer.cs")!.FullName);
        File.ReadAllText(RepositoryFile.Find("docs", "how-to", "consume-milestones.md")!.FullName).ShouldContain("```csharp\n" + code.TrimEnd() + "\n```");
    }

    [RabbitFact]
    public async Task the_consumer_writes_one_post_for_a_milestone_however_often_it_comes()
    {
        await using var database = NpgsqlDataSource.Create(await fixture.NewDatabaseAsync());
        await using (var tables = database.CreateCommand("CREATE TABLE seen (message_id uuid PRIMARY KEY); CREATE TABLE posts (text text)"))
            await tables.ExecuteNonQueryAsync();
        await using var services = new ServiceCollection().AddSingleton(database).AddLogging().AddMilestones(fixture.Node.Uri).BuildServiceProvider();
        var bus = services.GetRequiredService<IBusControl>();
        await bus.StartAsync(TimeSpan.FromSeconds(30));
        try
        {
            var campaign = await fixture.Host.LaunchAsync(goal: 1, ladder: [1, 5]);
            var receiver = await BusFixture.ReceiveAsync(fixture.Host, campaign, "milestone.reached");
            await campaign.SignAsync("a@example.org");
            var delivery = (await receiver.WaitForAsync("delivered"))[0]!.Text("id");
            (await fixture.Host.Staff.PostAsync($"/api/deliveries/{delivery}/redeliver", null)).EnsureSuccessStatusCode();
            await Wait.UntilAsync(async () => (await receiver.DeliveriesAsync())[0]!["attempts"]!.AsArray().Count == 2);
            await campaign.PostAsync("/external-counts", new { source = "paper", count = 4 }, staff: true);

            await Wait.UntilAsync(async () => (await PostsAsync()).Count >= 2);
            (await PostsAsync()).ShouldBe(["Save the pond: 1 signatures", "Save the pond: 5 signatures"]);
        }
        finally
        {
            await bus.StopAsync(TimeSpan.FromSeconds(10));
        }

        async Task<List<string>> PostsAsync()
        {
            await using var command = database.CreateCommand("SELECT text FROM posts");
            await using var reader = await command.ExecuteReaderAsync();
            var posts = new List<string>();
            while (await reader.ReadAsync())
                posts.Add(reader.GetString(0));
            return posts;
        }
    }
}
