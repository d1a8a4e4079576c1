using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Replays;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>How things stood at a moment of a replay.</summary>
/// <param name="At">The moment.</param>
/// <param name="Progress">After the last line at or before it.</param>
/// <param name="Milestones">The first of those behind the line that was asked from.</param>
/// <param name="NextChange">When it changes next, by a line or by opening or closing; null when that is not known yet.</param>
internal sealed record ReplayFrame(DateTimeOffset At, Progress Progress, IReadOnlyList<MilestoneRow> Milestones, DateTimeOffset? NextChange);

/// <summary>Reads what a replay tells. Each reading is short and holds a connection for no longer, however slow the reader is.</summary>
internal sealed class ReplayFrames(IDocumentStore store, NpgsqlDataSource dataSource, StateAsOf states)
{
    /// <summary>The most milestones of one reading; where there are as many, there may be more.</summary>
    public const int MilestonePage = 100;

    /// <param name="campaignId">The campaign.</param>
    /// <param name="moment">Not before its launch.</param>
    /// <param name="told">Milestones are wanted behind this line.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ReplayFrame> ReadAsync(Guid campaignId, DateTimeOffset moment, long told, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        var progress = (await AsOf.ReadAsync(read, campaignId, moment, cancellation))!.Progress;
        var milestones = await MilestoneQuery.ReadAsync(read.Connection, campaignId, told, progress.Line, MilestonePage, cancellation);
        DateTimeOffset?[] changes = [await TimeOfAsync(read.Connection, campaignId, progress.Line + 1, cancellation), progress.OpensAt, progress.ClosesAt];
        return new(moment, progress, milestones, changes.Where(at => at > moment).Min());
    }

    public async Task<IReadOnlyList<MilestoneRow>> MilestonesAsync(Guid campaignId, long after, long to, CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        return await MilestoneQuery.ReadAsync(connection, campaignId, after, to, MilestonePage, cancellation);
    }

    /// <summary>The whole state at the end.</summary>
    public Task<LedgerState> EndAsync(Guid campaignId, DateTimeOffset moment, CancellationToken cancellation) =>
        states.ReadAsync(campaignId, new(Until: moment), cancellation);

    /// <summary>A line's ledger time; null when there is no such line.</summary>
    public static async Task<DateTimeOffset?> TimeOfAsync(NpgsqlConnection connection, Guid campaignId, long line, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT timestamp FROM {LedgerSchema.Events} WHERE stream_id = $1 AND version = $2", connection)
        {
            Parameters = { new() { Value = campaignId }, new() { Value = line } },
        };
        return await command.ExecuteScalarAsync(cancellation) is DateTime at ? new DateTimeOffset(at) : null;
    }
}
