using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Verifications;

/// <summary>
/// Proves that everything that is shown and decided upon follows from the ledger: folds it from line 1 into tables of its
/// own, and compares. Signing goes on; what is compared is one state of the store.
/// </summary>
internal sealed class Verification(WorkConnections work, LedgerReader ledger, CampaignDocuments documents)
{
    private const string CreateTables =
        $"""
        CREATE TEMP TABLE expected_timeline (LIKE {LedgerSchema.Timeline});
        CREATE TEMP TABLE expected_tallies (LIKE {LedgerSchema.Tallies});
        CREATE TEMP TABLE expected_milestones (LIKE {LedgerSchema.MilestoneChanges});
        CREATE TEMP TABLE expected_checkpoints (line bigint, at timestamptz, state bytea);
        {SignatoryFold.Create}
        {ShareFold.Create}
        """;

    private const string Analyze =
        "CREATE INDEX ON expected_timeline (minute, block); ANALYZE expected_timeline, expected_tallies, expected_milestones, expected_signatories, expected_shares";

    /// <param name="campaignId">The campaign.</param>
    /// <param name="progress">Told the last line that is folded, after every page.</param>
    /// <param name="found">Told of each difference.</param>
    /// <param name="cancellation">Ends it without a result.</param>
    public async Task<VerificationResult> RunAsync(
        Guid campaignId, Action<long> progress, Action<Difference> found, CancellationToken cancellation)
    {
        await using var connection = await work.OpenAsync(cancellation);
        await ExecuteAsync(connection, CreateTables, cancellation);
        var run = new Run(campaignId, connection, found);
        await foreach (var page in ledger.PagesAsync(campaignId, default, cancellation))
        {
            await run.AddAsync(page, last: false, cancellation);
            progress(run.Line);
        }

        // From here on one state of the store: the lines that came meanwhile, and then everything that is stored.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        List<Line> tail;
        do
        {
            tail = await ledger.ReadAsync(connection, campaignId, new(After: run.Line), persons: false, cancellation);
            await run.AddAsync(tail, last: tail.Count < LedgerReader.PageLength, cancellation);
        }
        while (tail.Count == LedgerReader.PageLength);
        await ExecuteAsync(connection, Analyze, cancellation);
        run.Found(run.Audit.CheckEnd(await LastLineAsync(connection, campaignId, cancellation)));
        run.Found(await documents.CompareAsync(connection, campaignId, run.State.Campaign, run.Page, cancellation));
        foreach (var comparison in Comparison.All)
            await comparison.RunAsync(connection, campaignId, run.Found, cancellation);
        run.Found(await ErasedComparison.RunAsync(connection, campaignId, cancellation));
        progress(run.Line);
        return new(run.Line, run.State.Campaign.Progress.Count, run.Differences);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<long> LastLineAsync(NpgsqlConnection connection, Guid campaignId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT version FROM {LedgerSchema.Streams} WHERE id = $1", connection)
        {
            Parameters = { new() { Value = campaignId } },
        };
        return await command.ExecuteScalarAsync(cancellation) is long line ? line : 0;
    }

    private sealed class Run(Guid campaignId, NpgsqlConnection connection, Action<Difference> found)
    {
        private readonly SignatoryFold _signatories = new();
        private readonly (RowFold Fold, string Table)[] _folds =
            [(new TimelineFold(), "expected_timeline"), (new TallyFold(), "expected_tallies"), (new MilestoneFold(), "expected_milestones"), (new ShareFold(), "expected_shares")];

        public LedgerFold State { get; } = new();

        public LedgerAudit Audit { get; } = new();

        public CampaignPage? Page { get; private set; }

        public long Differences { get; private set; }

        public long Line => State.Progress.Line;

        public void Found(Difference difference)
        {
            Differences++;
            found(difference);
        }

        public void Found(IEnumerable<Difference> differences)
        {
            foreach (var difference in differences)
                Found(difference);
        }

        public async Task AddAsync(IReadOnlyList<Line> lines, bool last, CancellationToken cancellation)
        {
            await _signatories.LoadAsync(connection, lines, cancellation);
            foreach (var line in lines)
            {
                var before = State.Campaign;
                var folded = State.Add(line);
                Found(Audit.Check(line, before, State.Campaign));
                Page ??= CampaignPage.Of(line);
                _signatories.Add(folded);
                foreach (var (fold, _) in _folds)
                    fold.Add(folded);
                if (line.Number % Checkpoints.Every == 0)
                    await KeepCheckpointAsync(cancellation);
            }
            foreach (var (fold, table) in _folds)
                await fold.WriteAsync(connection, table, campaignId, last, cancellation);
            await _signatories.WriteAsync(connection, _signatories.Table, campaignId, last, cancellation);
        }

        private async Task KeepCheckpointAsync(CancellationToken cancellation)
        {
            var progress = State.Campaign.Progress;
            await using var command = new NpgsqlCommand("INSERT INTO expected_checkpoints VALUES ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = progress.Line }, new() { Value = progress.At }, new() { Value = Checkpoints.Write(State.State) } },
            };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
