using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Tests.Ledger;

[Collection(ChaosTests.Name)]
public sealed class TwoHostTests(ApiFixture fixture)
{
    [Fact]
    public async Task ten_thousand_requests_for_a_thousand_addresses_over_two_processes_count_a_thousand()
    {
        var campaign = await fixture.Host.LaunchAsync();
        await using var other = await ServerProcess.StartAsync(fixture.Host.ConnectionString, fixture.NewPath("other"));
        HttpClient[] clients = [fixture.Host.Client, other.Client];
        var random = new Random(42);
        var requests = Enumerable.Range(0, 10_000).OrderBy(_ => random.Next()).Select(n => (Person: n % 1_000, Client: clients[n / 1_000 % 2])).ToArray();
        var numbers = new ConcurrentDictionary<int, ConcurrentBag<long>>();
        var created = 0;

        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (request, cancellation) =>
        {
            var response = await request.Client.PostAsJsonAsync(
                campaign.Path + "/signatures", new { name = "Test Person", email = $"p{request.Person}@example.org", country = "GB" }, cancellation);
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.OK);
            if (response.StatusCode == HttpStatusCode.Created)
                Interlocked.Increment(ref created);
            numbers.GetOrAdd(request.Person, _ => []).Add((await response.JsonAsync()).Long("number"));
        });

        created.ShouldBe(1_000);
        numbers.Values.ShouldAllBe(answers => answers.Distinct().Count() == 1);
        numbers.Values.Select(answers => answers.First()).Order().ShouldBe(Enumerable.Range(1, 1_000).Select(n => (long)n));
        var lines = await campaign.LinesAsync();
        lines.Select(l => l.Event).OfType<SignatureCounted>().Select(e => e.Number).ShouldBe(Enumerable.Range(1, 1_000).Select(n => (long)n));
        lines.Zip(lines.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At && pair.First.Number + 1 == pair.Second.Number);
    }
}
