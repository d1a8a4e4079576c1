using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Rebuilds;

/// <summary>
/// Folds read models anew beside those that are read, and swaps them in. Signing goes on: the campaign's lock is held only
/// for the lines that came since the last look. Ended at any point before the swap, it has changed nothing.
/// </summary>
internal sealed class Rebuild(
    WorkConnections work, LedgerReader ledger, LedgerWrites writes, Checkpoints checkpoints, CampaignDocuments documents, Ids ids)
{
    /// <summary>So few lines are caught up within a batch's time.</summary>
    private const int ShortTail = 500;

    /// <returns>The line after which the swap took place.</returns>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="models">Of <see cref="RebuildModels.All"/>.</param>
    /// <param name="progress">Told the last line that is folded, after every page.</param>
    /// <param name="cancellation">Leaves the old rows in place.</param>
    /// <exception cref="InvalidDataException">The ledger lacks a line.</exception>
    /// <exception cref="InvalidOperationException">The campaign is being rebuilt by somebody else.</exception>
    public async Task<long> RunAsync(
        Guid campaignId, IReadOnlyCollection<string> models, Action<long> progress, CancellationToken cancellation)
    {
        await using var lease = await work.TryLeaseAsync($"rebuild {campaignId}", cancellation)
            ?? throw new InvalidOperationException("This campaign is being rebuilt already.");
        var connection = lease.Connection;
        var run = new Run(campaignId, models, [.. RebuildModels.Folds(models).Select(fold => (fold, ids.Next()))]);
        foreach (var (fold, setId) in run.Folds)
        {
            // What a rebuild that was killed left behind.
            await RowSets.SweepAsync(connection, campaignId, fold.Model, fold.Table, cancellation);
            await RowSets.BeginAsync(connection, campaignId, fold.Model, setId, cancellation);
        }
        await FoldAsync(run, connection, progress, cancellation);
        await SwapAsync(run, cancellation);
        if (models.Contains(RebuildModels.Checkpoints))
            await checkpoints.DeleteStrayAsync(campaignId, run.Line, cancellation);
        progress(run.Line);
        foreach (var (fold, _) in run.Folds)
            await RowSets.SweepAsync(connection, campaignId, fold.Model, fold.Table, CancellationToken.None);
        return run.Line;
    }

    // Again and again to the ledger's end, until so little came meanwhile that the rest may wait for the lock.
    private async Task FoldAsync(Run run, NpgsqlConnection connection, Action<long> progress, CancellationToken cancellation)
    {
        long began;
        do
        {
            began = run.Line;
            await foreach (var page in ledger.PagesAsync(run.CampaignId, new(After: run.Line), cancellation))
            {
                await AddAsync(run, page, connection, last: false, cancellation);
                progress(run.Line);
            }
        }
        while (run.Line - began > ShortTail);
    }

    private Task<long> SwapAsync(Run run, CancellationToken cancellation) => writes.UnderLockAsync(run.CampaignId, async connection =>
    {
        List<Line> tail;
        do
        {
            tail = await ledger.ReadAsync(connection, run.CampaignId, new(After: run.Line), persons: false, cancellation);
            await AddAsync(run, tail, connection, last: tail.Count < LedgerReader.PageLength, cancellation);
        }
        while (tail.Count == LedgerReader.PageLength);

        foreach (var (fold, setId) in run.Folds)
            await RowSets.SwapAsync(connection, run.CampaignId, fold.Model, setId, cancellation);
        if (run.Models.Contains(RebuildModels.Campaign))
            await documents.WriteAsync(connection, run.State.Campaign, cancellation);
        if (run.Models.Contains(RebuildModels.Page) && run.Page is { } page)
            await documents.WriteAsync(connection, page, cancellation);
        return run.Line;
    });

    private async Task AddAsync(Run run, IReadOnlyList<Line> lines, NpgsqlConnection connection, bool last, CancellationToken cancellation)
    {
        foreach (var line in lines)
        {
            if (line.Number != run.Line + 1)
                throw new InvalidDataException($"Line {run.Line + 1} is missing from the ledger. Nothing is rebuilt from what is not whole; see verify.");
            run.Add(line);
            if (line.Number % Checkpoints.Every == 0 && run.Models.Contains(RebuildModels.Checkpoints))
                await checkpoints.ReplaceAsync(run.State.State, cancellation);
        }
        foreach (var (fold, setId) in run.Folds)
            await fold.WriteAsync(connection, fold.Table, setId, last, cancellation);
    }

    private sealed record Run(Guid CampaignId, IReadOnlyCollection<string> Models, (RowFold Fold, Guid SetId)[] Folds)
    {
        public LedgerFold State { get; } = new();

        public CampaignPage? Page { get; private set; }

        public long Line => State.Progress.Line;

        public void Add(Line line)
        {
            var folded = State.Add(line);
            Page ??= CampaignPage.Of(line);
            foreach (var (fold, _) in Folds)
                fold.Add(folded);
        }
    }
}
