using System.Diagnostics;
using System.Globalization;
using System.Net;
using CampaignEvents.Api.Tests.Ledger;

namespace CampaignEvents.Api.Tests.Live;

/// <summary>Many who listen. <c>CAMPAIGN_EVENTS_CHAOS_ROUNDS</c> of 3 or more makes them 2,000 for a minute.</summary>
[Collection(ChaosTests.Name)]
public sealed class LiveLoadTests(ApiFixture fixture)
{
    private static readonly int _connections = Chaos.Long ? 2_000 : 400;

    private static readonly TimeSpan _time = TimeSpan.FromSeconds(Chaos.Long ? 60 : 8);

    [Fact]
    public async Task under_load_memory_stays_flat_and_all_see_the_final_count_that_another_node_wrote()
    {
        var campaign = await fixture.Host.LaunchAsync(thresholds: [.. Enumerable.Range(1, 20).Select(n => n * 250L)], ladder: []);
        await using var node = await fixture.StartHostAsync(fixture.Host.ConnectionString);
        using var client = new HttpClient { BaseAddress = node.Client.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        var readers = new List<Reader>();
        foreach (var some in Enumerable.Range(0, _connections).Chunk(100))
            readers.AddRange(await Task.WhenAll(some.Select(_ => Reader.OpenAsync(client, campaign.Path + "/progress/live"))));

        // Milestones are told from the first progress on.
        for (var waited = Stopwatch.StartNew(); readers.Exists(r => r.Line == 0); await Task.Delay(20))
            waited.Elapsed.TotalSeconds.ShouldBeLessThan(20);

        var watch = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var signers = Enumerable.Range(0, 8).Select(signer => Task.Run(() => SignOnAsync(campaign, signer, stop.Token))).ToArray();
        await Task.Delay(_time / 4);
        var early = GC.GetTotalMemory(forceFullCollection: true);
        await Task.Delay(_time - watch.Elapsed);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        await stop.CancelAsync();
        await Task.WhenAll(signers);
        (late - early).ShouldBeLessThan((early / 10) + (8 * 1024 * 1024), $"{early:N0} bytes grew to {late:N0}");

        var lines = await fixture.Host.AskAsync<long>("SELECT version FROM campaign_events.mt_streams WHERE id = $1", campaign.Id);
        lines.ShouldBeGreaterThan(50);
        var milestones = (await campaign.GetAsync("/milestones")).AsArray().Count;
        for (var waited = Stopwatch.StartNew(); readers.Exists(r => r.Line < lines); await Task.Delay(50))
            waited.Elapsed.TotalSeconds.ShouldBeLessThan(20, $"{readers.Count(r => r.Line < lines)} of {readers.Count} are behind");
        readers.Select(r => r.Milestones).Distinct().ShouldBe([milestones]);
        // A busy machine may keep one or another waiting; most see it grow.
        readers.Average(r => r.Progresses).ShouldBeGreaterThan(3);
        foreach (var reader in readers)
            await reader.DisposeAsync();
    }

    [Fact]
    public async Task however_many_listen_the_store_is_read_once_a_tick()
    {
        await using var host = await fixture.NewHostAsync();
        var campaign = await host.LaunchAsync();
        var listening = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Listening.ToAsync(campaign)));
        foreach (var listener in listening)
            await listener.NextAsync();

        var readings = 0;
        using var statements = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TagObjects.Any(tag => tag.Value is string text && text.Contains("WITH known AS", StringComparison.Ordinal)))
                    Interlocked.Increment(ref readings);
            },
        };
        ActivitySource.AddActivityListener(statements);
        var watch = Stopwatch.StartNew();
        await Task.Delay(2_000);
        readings.ShouldBeInRange(1, (int)Math.Ceiling(watch.Elapsed.TotalSeconds * 4) + 1);

        await campaign.SignAsync("ada@example.org");
        foreach (var listener in listening)
            (await listener.NextAsync()).Progress.Long("count").ShouldBe(1);
        foreach (var listener in listening)
            await listener.DisposeAsync();
        // Nobody listens, nothing is read, as soon as it is noticed.
        var before = -1;
        for (watch.Restart(); readings != before; await Task.Delay(1_000))
        {
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(30);
            before = readings;
        }
    }

    [Fact]
    public async Task a_slow_reader_is_let_go_of_and_holds_up_nobody()
    {
        var connection = new SlowConnection();
        await using var host = await fixture.NewHostAsync(connection.Use, ("Live:Patience", "00:00:02"), ("Live:Connections", "2"));
        var campaign = await host.LaunchAsync();
        using var client = SlowConnection.ClientOf(host);
        using var slow = await Listening.OpenAsync(client, campaign.Path + "/progress/live");
        await using var listening = await Listening.ToAsync(campaign);
        (await listening.NextAsync()).Line.ShouldBe(1);

        // As long as the slow one is there, there is no room for a third.
        var people = 0;
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            (await campaign.SignAsync($"p{++people}@example.org")).StatusCode.ShouldBe(HttpStatusCode.Created);
            (await listening.UntilLineAsync(people + 1))[^1].Progress.Long("count").ShouldBe(people);
            using var third = await Listening.OpenAsync(host.Client, campaign.Path + "/progress/live");
            if (third.IsSuccessStatusCode)
                break;
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(60);
        }
        people.ShouldBeGreaterThan(1);
        await Should.ThrowAsync<Exception>(slow.Content.ReadAsStringAsync());
    }

    private static async Task SignOnAsync(TestCampaign campaign, int signer, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
            (await campaign.SignAsync($"s{signer}-{n}@example.org")).Dispose();
    }

    /// <summary>A reader that remembers no more than how far it is.</summary>
    private sealed class Reader(HttpResponseMessage response) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _leaves = new();
        private Task _reading = Task.CompletedTask;

        public long Line { get; private set; }

        public int Milestones { get; private set; }

        public int Progresses { get; private set; }

        public static async Task<Reader> OpenAsync(HttpClient client, string path)
        {
            var reader = new Reader(await Listening.OpenAsync(client, path));
            reader._reading = reader.ReadAsync();
            return reader;
        }

        public async ValueTask DisposeAsync()
        {
            await _leaves.CancelAsync();
            await _reading;
            response.Dispose();
            _leaves.Dispose();
        }

        private async Task ReadAsync()
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            try
            {
                var milestone = false;
                while (await reader.ReadLineAsync(_leaves.Token) is { } line)
                {
                    if (line.StartsWith("event: ", StringComparison.Ordinal))
                        milestone = line.EndsWith("milestone", StringComparison.Ordinal);
                    if (!line.StartsWith("id: ", StringComparison.Ordinal))
                        continue;
                    (Milestones, Progresses) = milestone ? (Milestones + 1, Progresses) : (Milestones, Progresses + 1);
                    if (!milestone)
                        Line = long.Parse(line[4..], CultureInfo.InvariantCulture);
                }
            }
            catch (Exception gone) when (gone is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
