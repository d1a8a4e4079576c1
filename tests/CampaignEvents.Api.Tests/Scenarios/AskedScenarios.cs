using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Tests;

namespace CampaignEvents.Api.Tests.Scenarios;

/// <summary>Asks for scenarios and waits for them.</summary>
internal static class AskedScenarios
{
    private static readonly string[] _tables = [LedgerSchema.Timeline, LedgerSchema.Tallies, LedgerSchema.MilestoneChanges];

    /// <summary>One signature a minute, so that there are as many rows as lines; of households of two, from two countries.</summary>
    public static IEnumerable<Command> People(int people) => Enumerable.Range(1, people).Select(n => (Command)(Some.Sign(
        n, Some.Noon.AddMinutes(n), country: n % 3 == 0 ? "DE" : "GB", channel: n % 5 == 0 ? null : "email") with
    { Household = Some.Print(2_000_000 + (n / 2)) }));

    /// <summary>The scenario's path.</summary>
    public static async Task<string> AskAsync(this TestCampaign campaign, object? rules, string name = "What if")
    {
        var response = await campaign.Host.Staff.PostAsJsonAsync(campaign.Path + "/scenarios", new { name, rules });
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    public static async Task<JsonNode> RunAsync(this TestCampaign campaign, object? rules) =>
        await campaign.Host.EndedAsync(await campaign.AskAsync(rules));

    public static Task<JsonNode> ScenarioAsync(this TestHost host, string path) => host.Staff.GetAsync(new Uri(path, UriKind.Relative)).JsonAsync();

    public static Task<JsonNode> EndedAsync(this TestHost host, string path) =>
        host.UntilAsync(path, s => s.Text("state") is "done" or "cancelled" or "failed");

    public static async Task<JsonNode> UntilAsync(this TestHost host, string path, Func<JsonNode, bool> condition)
    {
        for (var waited = 0; ; waited++)
        {
            var scenario = await host.ScenarioAsync(path);
            if (condition(scenario))
                return scenario;
            waited.ShouldBeLessThan(1_200, scenario.ToJsonString());
            await Task.Delay(25);
        }
    }

    public static Guid IdOf(string path) => Guid.Parse(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>All rows of a set, without the set's id: equal when the rows are.</summary>
    public static async Task<string> RowsAsync(this TestHost host, Guid setId)
    {
        var rows = new List<string>();
        foreach (var table in _tables)
            rows.Add(await host.AskAsync<string>($"SELECT coalesce(string_agg(r, E'\\n' ORDER BY r), '') FROM (SELECT (to_jsonb(t) - 'set_id')::text AS r FROM {table} t WHERE set_id = $1) rows", setId));
        return string.Join("\n\n", rows);
    }

    public static async Task<long> CountRowsAsync(this TestHost host, Guid setId)
    {
        var rows = 0L;
        foreach (var table in _tables)
            rows += await host.AskAsync<long>($"SELECT count(*) FROM {table} WHERE set_id = $1", setId);
        return rows;
    }

    /// <summary>Makes every writing of tallies take so long, and with it every fourth page of a scenario.</summary>
    public static async Task SlowDownAsync(this TestHost host, double seconds)
    {
        await host.AskAsync<object>(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"""
            CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$;
            CREATE OR REPLACE TRIGGER slow BEFORE INSERT ON {LedgerSchema.Tallies} FOR EACH STATEMENT EXECUTE FUNCTION slow();
            SELECT 1
            """));
    }
}
