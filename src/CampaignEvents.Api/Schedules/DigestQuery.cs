using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Contracts;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Schedules;

/// <summary>Reads what a day brought, as of its end: the same whenever it is read.</summary>
internal sealed class DigestQuery(IDocumentStore store, NpgsqlDataSource dataSource)
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    /// <param name="campaignId">The one campaign to tell of; null: every one.</param>
    /// <param name="at">The day's end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<DailyDigest> ReadAsync(Guid? campaignId, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var launched = session.Query<CampaignPage>().Where(p => p.LaunchedAt <= at);
        var pages = await (campaignId is { } one ? launched.Where(p => p.Id == one) : launched).OrderBy(p => p.Title).ThenBy(p => p.Slug).ToListAsync(cancellation);
        var days = new List<CampaignDay>();
        foreach (var page in pages)
        {
            if (await ReadAsync(page, at, cancellation) is { } day)
                days.Add(day);
        }
        return new(at, at - _day, days);
    }

    // Null when there is nothing to tell.
    private async Task<CampaignDay?> ReadAsync(CampaignPage page, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        var before = (await AsOf.ReadAsync(read, page.Id, at - _day, cancellation))?.Progress ?? Progress.None;
        var after = (await AsOf.ReadAsync(read, page.Id, at, cancellation))?.Progress ?? Progress.None;
        var state = after.StateAt(at);
        if (after.Line == before.Line && state != CampaignState.Open)
            return null;
        var milestones = await MilestoneQuery.ReadAsync(read.Connection, page.Id, before.Line, after.Line, limit: null, cancellation);
        return new(
            page.ToReference(), after.Count, after.Count - before.Count, after.Goal, state.ToString().ToLowerInvariant(),
            [.. milestones.Where(m => m.Change == MilestoneChange.Reached).Select(m => m.Threshold)]);
    }
}
