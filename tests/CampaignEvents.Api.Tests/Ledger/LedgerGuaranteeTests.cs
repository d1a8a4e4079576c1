using System.Net;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CampaignEvents.Api.Tests.Ledger;

[Collection(ApiTests.Name)]
public sealed class LedgerGuaranteeTests(ApiFixture fixture)
{
    [Fact]
    public async Task sixty_four_parallel_requests_of_one_address_count_once()
    {
        var campaign = await fixture.Host.LaunchAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => campaign.SignAsync("ada@example.org")));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(63);
        (await campaign.LinesAsync()).Count(l => l.Event is SignatureCounted).ShouldBe(1);
        (await campaign.GetAsync("/progress")).Long("count").ShouldBe(1);
    }

    [Fact]
    public async Task an_answer_means_that_the_signature_is_committed()
    {
        var campaign = await fixture.Host.LaunchAsync();
        for (var n = 1; n <= 20; n++)
        {
            (await campaign.SignAsync($"p{n}@example.org")).StatusCode.ShouldBe(HttpStatusCode.Created);
            (await fixture.Host.AskAsync<long>($"SELECT count(*) FROM {LedgerSchema.Signatories} WHERE campaign_id = $1", campaign.Id)).ShouldBe(n);
        }
    }

    [Fact]
    public async Task a_command_whose_rule_fails_does_not_fail_the_others()
    {
        var campaign = await fixture.Host.LaunchAsync();
        LedgerRequest[] batch = [Request(Report("a")), Request(new Faulty(Now)), Request(Report("b"))];

        await Writer.WriteAsync(campaign.Id, batch);

        (await batch[0].Completion).Lines.ShouldHaveSingleItem();
        await Should.ThrowAsync<InvalidOperationException>(batch[1].Completion);
        (await batch[2].Completion).Lines.ShouldHaveSingleItem().Number.ShouldBe(3);
    }

    [Fact]
    public async Task a_command_that_the_database_will_not_store_does_not_fail_the_others()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var batch = Enumerable.Range(0, 20).Select(n => Request(Report(n == 13 ? "not\u0000storable" : $"source {n}"))).ToArray();

        await Writer.WriteAsync(campaign.Id, batch);

        for (var n = 0; n < batch.Length; n++)
        {
            if (n == 13)
                await Should.ThrowAsync<Exception>(batch[n].Completion);
            else
                (await batch[n].Completion).Lines.ShouldHaveSingleItem();
        }
        (await campaign.LinesAsync()).Select(l => l.Number).ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
    }

    [Fact]
    public async Task ledger_time_never_goes_backwards_whatever_times_the_commands_bring()
    {
        var campaign = await fixture.Host.LaunchAsync(launchedAt: Now.AddDays(-1));
        var random = new Random(7);
        var batches = Enumerable.Range(0, 10).Select(b => Enumerable.Range(0, 30).Select(n =>
            Request(Report($"source {n}") with { Count = (b * 100) + n + 1, At = Now.AddMinutes(-random.Next(1_000)) })).ToArray());
        foreach (var batch in batches)
            await Writer.WriteAsync(campaign.Id, batch);

        var lines = await campaign.LinesAsync();
        lines.Zip(lines.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
        lines.Count(l => l.Event is ExternalCountRecorded).ShouldBe(300);
    }

    [Fact]
    public async Task two_launches_of_one_slug_at_once_give_one_campaign()
    {
        var id = CampaignId.Of("launched-twice");
        var terms = Domain.Tests.Some.Terms with { Slug = "launched-twice" };
        var requests = Enumerable.Range(0, 8).Select(_ => Request(new LaunchCampaign(terms, Now))).ToArray();

        await Task.WhenAll(requests.Select(r => Writer.WriteAsync(id, [r])));

        var outcomes = await Task.WhenAll(requests.Select(r => r.Completion));
        outcomes.Count(o => o.Lines.Length == 1).ShouldBe(1);
        outcomes.ShouldAllBe(o => o.Rejection == null);
    }

    [Fact]
    public async Task a_full_queue_is_answered_503_with_retry_after_and_the_rest_is_written()
    {
        await using var host = await fixture.NewHostAsync(("Ledger:QueueLength", "5"), ("Ledger:BatchSize", "1"), ("Ledger:RetryAfter", "00:00:03"));
        var campaign = await host.LaunchAsync();
        await using var holder = await host.Database.OpenConnectionAsync();
        var hold = await LockAsync(holder, campaign);

        var answers = Enumerable.Range(0, 40).Select(n => campaign.SignAsync($"p{n}@example.org")).ToArray();
        // One is being written, five wait, all others are refused before the lock is let go.
        while (answers.Count(a => a.IsCompleted) < 34)
            await Task.Delay(10);
        var refused = await Task.WhenAny(answers);
        (await refused).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused).Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        (await (await refused).JsonAsync()).Text("type").ShouldBe("urn:campaign-events:try-again");
        await hold.RollbackAsync();

        var counted = (await Task.WhenAll(answers)).Count(a => a.StatusCode == HttpStatusCode.Created);
        counted.ShouldBe(6);
        (await campaign.LinesAsync()).Count(l => l.Event is SignatureCounted).ShouldBe(counted);
    }

    [Fact]
    public async Task a_command_that_waited_too_long_is_answered_503_and_never_written()
    {
        await using var host = await fixture.NewHostAsync(("Ledger:MaximumWait", "00:00:00.100"), ("Ledger:BatchSize", "1"));
        var campaign = await host.LaunchAsync();
        await using var holder = await host.Database.OpenConnectionAsync();
        var hold = await LockAsync(holder, campaign);
        var first = campaign.SignAsync("first@example.org");
        while (await host.AskAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 0)
            await Task.Delay(10);
        var second = campaign.SignAsync("second@example.org");
        await Task.Delay(900);
        await hold.RollbackAsync();

        (await first).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await second).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await campaign.LinesAsync()).Count(l => l.Event is SignatureCounted).ShouldBe(1);
    }

    [Fact]
    public async Task within_one_batch_an_old_signatures_id_does_not_find_the_new_signature()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var id = new Guid(campaign.Id.ToByteArray());
        SignCampaign Sign(byte n) => Domain.Tests.Some.Sign(1) with { SignatureId = new(n, 0, 0, id.ToByteArray()[..8]), Signatory = new(id), Person = "c2VhbGVk", At = Now };
        var (first, second) = (Sign(1), Sign(2));
        LedgerRequest[] batch = [Request(first), Request(new WithdrawSignature(first.SignatureId, Now)), Request(second), Request(new WithdrawSignature(first.SignatureId, Now))];

        await Writer.WriteAsync(campaign.Id, batch);

        (await batch[3].Completion).Rejection.ShouldBe(Rejections.SignatureUnknown);
        (await campaign.GetAsync("/progress")).Long("count").ShouldBe(1);
    }

    [Fact]
    public async Task of_a_group_nothing_is_written_behind_what_could_not_be_written()
    {
        var campaign = await fixture.Host.LaunchAsync();
        var group = new LedgerGroup();
        group.Break();
        await Should.ThrowAsync<LedgerUnavailableException>(fixture.Host.Ledger.ExecuteAsync(campaign.Id, Report("a"), group));
        (await fixture.Host.Ledger.ExecuteAsync(campaign.Id, Report("b"))).Lines.ShouldHaveSingleItem();
    }

    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, TestCampaign campaign)
    {
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT 1 FROM {LedgerSchema.Name}.mt_streams WHERE id = $1 FOR UPDATE", connection);
        command.Parameters.Add(new() { Value = campaign.Id });
        await command.ExecuteScalarAsync();
        return transaction;
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private BatchWriter Writer => fixture.Host.Services.GetRequiredService<BatchWriter>();

    private static LedgerRequest Request(Command command) => new(command, TimeProvider.System.GetTimestamp());

    private static RecordExternalCount Report(string source) => new(source, 1, null, null, InHistory: false, Now);

    private sealed record Faulty(DateTimeOffset At) : Command(At)
    {
        public override Decision Decide(Facts facts) => throw new InvalidOperationException("A rule with a mistake in it.");
    }
}
