using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// Makes a plan of a request. The same request with the id of an event told before gives the same replay from there: the
/// speed follows from where the whole begins and ends, never from where it is resumed.
/// </summary>
internal sealed class ReplayPlans(IDocumentStore store, NpgsqlDataSource dataSource, StateAsOf states, TimeProvider clock)
{
    private static Problem NotOfThis => new(EventStream.LastEventId, "is not of this replay");

    private sealed record Asked(DateTimeOffset? From, DateTimeOffset? To, ReplaySpeed Speed, ReplayPosition? Resume);

    /// <summary>The plan, or what is wrong with the request.</summary>
    public async Task<(ReplayPlan? Plan, Problem[] Problems)> MakeAsync(
        CampaignEntry campaign, IQueryCollection query, string? speed, string? lastEventId, CancellationToken cancellation)
    {
        var (asked, problems) = Read(query, speed, lastEventId);
        if (problems.Length > 0)
            return (null, problems);
        var (launch, now) = await BoundsAsync(campaign.Id, cancellation);
        var from = asked.From ?? launch;
        var to = asked.To ?? asked.Resume?.To ?? End(from, now);
        problems = [.. Check(asked, launch, from, to, now).OfType<Problem>()];
        if (problems.Length > 0)
            return (null, problems);

        var whole = new ReplayPlan(
            campaign.Id, new(from, 0, asked.To is null ? to : null), from, Fresh: true, Progress.None, to, asked.Speed.Over(to - from));
        // From the launch on, everything is told; from later on, what came after.
        var plan = asked.Resume is { } resume ? await ResumeAsync(whole, resume, cancellation)
            : from == launch ? whole
            : await BeginAsync(whole, from, cancellation);
        return plan.StartsAt > to ? (null, [NotOfThis]) : (plan, []);
    }

    private async Task<(DateTimeOffset Launch, Progress Now)> BoundsAsync(Guid campaignId, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        return (
            (await ReplayFrames.TimeOfAsync(read.Connection, campaignId, 1, cancellation))!.Value,
            (await AsOf.ReadAsync(read, campaignId, moment: null, cancellation))!.Progress);
    }

    private async Task<ReplayPlan> BeginAsync(ReplayPlan whole, DateTimeOffset from, CancellationToken cancellation)
    {
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        var start = (await AsOf.ReadAsync(read, whole.CampaignId, from, cancellation))!.Progress;
        return whole with { Told = whole.Told with { Line = start.Line }, Before = start };
    }

    private async Task<ReplayPlan> ResumeAsync(ReplayPlan whole, ReplayPosition told, CancellationToken cancellation)
    {
        Progress before;
        DateTimeOffset? milestoneAt;
        await using (var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation))
        {
            before = (await AsOf.ReadAsync(read, whole.CampaignId, told.At, cancellation))!.Progress;
            milestoneAt = await ReplayFrames.TimeOfAsync(read.Connection, whole.CampaignId, told.Line, cancellation);
        }
        // A line that came late may stand before a moment that was told without it.
        if (before.Line > told.Line)
            before = (await states.ReadAsync(whole.CampaignId, new(To: told.Line), cancellation)).Campaign.Progress;
        return whole with
        {
            Told = told with { To = whole.Told.To },
            StartsAt = milestoneAt > told.At ? milestoneAt.Value : told.At,
            Fresh = false,
            Before = before,
        };
    }

    private (Asked Asked, Problem[] Problems) Read(IQueryCollection query, string? speed, string? lastEventId)
    {
        var (from, fromProblem) = Moment.Read(query, "from", clock, past: true);
        var (to, toProblem) = Moment.Read(query, "to", clock, past: true);
        var (factor, position) = (ReplaySpeed.Usual, default(ReplayPosition));
        Problem?[] problems =
        [
            fromProblem, toProblem,
            string.IsNullOrEmpty(speed) || ReplaySpeed.TryParse(speed, out factor) ? null : new("speed", ReplaySpeed.Rule),
            string.IsNullOrEmpty(lastEventId) || ReplayPosition.TryParse(lastEventId, out position) ? null : new(EventStream.LastEventId, "is not the id of an event of a replay"),
        ];
        return (new(from, to, factor, string.IsNullOrEmpty(lastEventId) ? null : position), [.. problems.OfType<Problem>()]);
    }

    private static IEnumerable<Problem?> Check(Asked asked, DateTimeOffset launch, DateTimeOffset from, DateTimeOffset to, Progress now) =>
    [
        from < launch ? new("from", "lies before the launch") : null,
        to <= from ? new("to", "must be later than from, and than the launch") : null,
        asked.Resume is { } resume && (resume.At < from || resume.At > to || resume.Line > now.Line) ? NotOfThis : null,
    ];

    // The last moment by now at which anything changed: nobody wants to watch nothing.
    private DateTimeOffset End(DateTimeOffset from, Progress progress)
    {
        var now = LedgerTime.Truncate(clock.GetUtcNow());
        DateTimeOffset?[] changes = [progress.At, progress.OpensAt, progress.ClosesAt];
        return changes.Where(at => at > from && at <= now).Max() ?? now;
    }
}
