using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Replays;

/// <summary>A replay line by line: to people each milestone and a summary, to scripts each event that watching it would give.</summary>
internal static class ReplayLines
{
    private const int Columns = 60;

    public static async Task TellAsync(LedgerReader ledger, TimeProvider clock, ReplayTask task, CommandOutput output, CancellationToken cancellation)
    {
        var before = Progress.None;
        var run = new ReplayRun(ledger, clock, task, Columns)
        {
            OnMilestone = row => output.Result(new { Event = "milestone", Data = MilestoneChangeAnswer.Of(row) }, ReplayText.Change(row)),
            OnFrame = Frame,
        };
        await CommandProgress.RunAsync($"Replaying {task.Slug}", task.Lines, async done =>
        {
            var state = await run.RunAsync(done, cancellation);
            var end = new ReplayEnd(task.To, ReplayChange.Between(before, state.Campaign.Progress), StateAnswer.Of(state, task.To));
            var growth = Sparkline.Rows(run.Look().Changes, height: 1).Single();
            output.Result(new { Event = "end", Data = end }, string.Join(
                Environment.NewLine, growth, $"{ReplayText.Progress(end.State.Progress)}, at {ReplayText.Moment(task.To)} UTC", ReplayText.Sums(state)));
        }, output, clock: clock);

        void Frame(DateTimeOffset at, Progress progress)
        {
            var change = ReplayChange.Between(at > task.From ? before : progress, progress);
            if (output.Json && progress.Line > before.Line)
                output.Result(new { Event = "state", Data = new ReplayState(at, ProgressAnswer.Of(progress, at), change) }, "");
            before = progress;
        }
    }
}
