using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Schedules;
using CampaignEvents.Contracts;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Deliveries;
using Marten;
using Npgsql;
using Events = CampaignEvents.Domain;

namespace CampaignEvents.Api.Deliveries;

/// <summary>From a ledger's line, or a day's end, to what others are told. Made anew for every try: the past never changes.</summary>
internal sealed class Announcements(IDocumentStore store, NpgsqlDataSource dataSource, DigestQuery digests)
{
    public async Task<Delivery> LoadAsync(DeliveryRow row, CancellationToken cancellation)
    {
        if (row.Type == AnnouncementType.DailyDigest)
            return new(row.Id, row.Type, row.CreatedAt, row.CampaignId, null, await digests.ReadAsync(row.CampaignId, row.CreatedAt, cancellation));
        if (row is not { CampaignId: { } campaignId, Line: { } number })
            return new(row.Id, row.Type, row.CreatedAt, null, null, null);
        if (row.Type == AnnouncementType.CountChanged)
            return await LoadCountAsync(row, campaignId, number, cancellation);
        await using var session = store.QuerySession();
        var stored = await session.Events.FetchStreamAsync(campaignId, version: number, fromVersion: number, token: cancellation);
        var page = await session.LoadAsync<CampaignPage>(campaignId, cancellation);
        var line = StoredLine.Read(stored.Single());
        var content = Of(page!.ToReference(), line, row.Type);
        return new(row.Id, row.Type, content?.At ?? line.At, campaignId, line, content);
    }

    private async Task<Delivery> LoadCountAsync(DeliveryRow row, Guid campaignId, long line, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        var progress = (await AsOf.ReadLineAsync(read, campaignId, line, cancellation)).Progress;
        await using var session = store.QuerySession();
        var page = await session.LoadAsync<CampaignPage>(campaignId, cancellation);
        var content = new CountChanged(
            page!.ToReference(), line, progress.At, progress.Count, progress.Goal, progress.StateAt(progress.At).ToString().ToLowerInvariant());
        return new(row.Id, row.Type, progress.At, campaignId, null, content);
    }

    /// <summary>Null for a line of which nobody is told anything of that type.</summary>
    public static Announcement? Of(CampaignReference campaign, Line line, string type) =>
        CampaignTurn.SetBy(line).FirstOrDefault(t => t.Type == type) is { } turn ? Of(campaign, turn) : Of(campaign, line);

    private static Announcement Of(CampaignReference campaign, CampaignTurn turn) => turn.Opens
        ? new CampaignOpened(campaign, turn.Line, turn.At)
        : new CampaignClosed(campaign, turn.Line, turn.At);

    private static Announcement? Of(CampaignReference campaign, Line line)
    {
        var (number, at) = (line.Number, line.At);
        return line.Event switch
        {
            Events.Milestones.MilestoneReached e => new MilestoneReached(campaign, number, at, e.Threshold, e.Count, e.ByLine, e.SignatureId, e.Source),
            Events.Milestones.MilestoneRegained e => new MilestoneRegained(campaign, number, at, e.Threshold, e.Count, e.ByLine),
            Events.Milestones.MilestoneFallenBelow e => new MilestoneFallenBelow(campaign, number, at, e.Threshold, e.Count, e.ByLine),
            Events.Milestones.GoalRaised e => new GoalRaised(campaign, number, at, e.From, e.To),
            Events.Campaigns.GoalChanged e => new GoalChanged(campaign, number, at, e.From, e.To),
            Events.Campaigns.CampaignLaunched { Terms: var terms } => new CampaignLaunched(campaign, number, at, terms.Goal, terms.OpensAt, terms.ClosesAt),
            Events.Campaigns.CampaignClosed => new CampaignClosed(campaign, number, at),
            Events.Campaigns.CampaignReopened e => new CampaignReopened(campaign, number, at, e.ClosesAt),
            Events.Signatures.SignatureCounted e => new SignatureRecorded(campaign, number, at, e.SignatureId, e.Number, e.Country, e.Channel),
            Events.Signatures.SignatureConfirmed e => new SignatureRecorded(campaign, number, at, e.SignatureId, e.Number, e.Country, e.Channel),
            _ => null,
        };
    }
}
