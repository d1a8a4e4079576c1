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
    public const string ResumeField = "Last-Event-ID";

    private static Problem NotOfThis => new(ResumeField, "is not of this replay");

    private sealed record Asked(DateTimeOffset? From, DateTimeOffset? To, ReplaySpeed Speed, ReplayPosition? Resume);

    /// <summary>The plan, or what is wrong with the request.</summary>
    public async Task<(ReplayPlan? Plan, Problem[] Problems)> MakeAsync(
        CampaignEntry campaign, IQueryCollection query, string? speed, string? lastEventId, CancellationToken cancellation)
    {
        var (asked, problems) = Read(query, speed, lastEventId);
        if (problems.Length > 0)
            return (null, problems);
        await using var read = await ConsistentRead.BeginAsync(store, dataSource, cancellation);
        var launch = (await ReplayFrames.TimeOfAsync(read.Connection, campaign.Id, 1, cancellation))!.Value;
        var now = (await AsOf.ReadAsync(read, campaign.Id, moment: null, cancellation))!.Progress;
        var from = asked.From ?? launch;
        var to = asked.To ?? asked.Resume?.To ?? End(from, now);
        problems = [.. Check(asked, launch, from, to, now).OfType<Problem>()];
        if (problems.Length > 0)
            return (null, problems);

        var fixedTo = asked.To is null ? to : (DateTimeOffset?)null;
        var factor = asked.Speed.Over(to - from);
        if (asked.Resume is not { } resume)
        {
            // From the launch on, everything is told; from later on, what came after.
            var start = from == launch ? Progress.None : (await AsOf.ReadAsync(read, campaign.Id, from, cancellation))!.Progress;
            return (new(campaign.Id, new(from, start.Line, fixedTo), from, Fresh: true, start, to, factor), []);
        }
        var last = (await AsOf.ReadAsync(read, campaign.Id, resume.At, cancellation))!.Progress;
        // A line that came late may stand before a moment that was told without it.
        var before = last.Line <= resume.Line ? last : (await states.ReadAsync(campaign.Id, new(To: resume.Line), cancellation)).Campaign.Progress;
        var toldAt = await ReplayFrames.TimeOfAsync(read.Connection, campaign.Id, resume.Line, cancellation);
        var startsAt = toldAt > resume.At ? toldAt.Value : resume.At;
        return startsAt > to
            ? (null, [NotOfThis])
            : (new(campaign.Id, resume with { To = fixedTo }, startsAt, Fresh: false, before, to, factor), []);
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
            string.IsNullOrEmpty(lastEventId) || ReplayPosition.TryParse(lastEventId, out position) ? null : new(ResumeField, "is not the id of an event of a replay"),
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
