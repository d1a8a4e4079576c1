using System.Globalization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Hosting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CampaignEvents.Api.Replays;

/// <summary>A replay drawn on a terminal, live while it goes on: the growth, the milestones at their place, the count.</summary>
internal sealed class ReplayDrawing(IAnsiConsole terminal, ReplayTask task)
{
    private const int Height = 6, Margin = 2, LinesAround = Height + 9;

    private static readonly TimeSpan _drawEvery = TimeSpan.FromMilliseconds(100);

    private readonly int _columns = Math.Clamp(terminal.Profile.Width - Margin, 20, 160);

    public async Task DrawAsync(LedgerReader ledger, TimeProvider clock, CancellationToken cancellation)
    {
        var (run, pace, done) = (new ReplayRun(ledger, clock, task, _columns), new Pace(clock, task.Lines), 0L);
        var running = Task.Run(() => run.RunAsync(line => Volatile.Write(ref done, line), cancellation), CancellationToken.None);
        await terminal.Live(new Text("")).AutoClear(true).StartAsync(async live =>
        {
            while (await Task.WhenAny(running, Task.Delay(_drawEvery, clock, CancellationToken.None)) != running)
            {
                var (sight, reading) = (run.Look(), pace.Read(Volatile.Read(ref done)));
                var latest = Math.Max(1, terminal.Profile.Height - LinesAround - (task.Title.Length / terminal.Profile.Width));
                live.UpdateTarget(new Rows(Picture(sight, latest).Append(Line($"{reading.Far("lines")}, {Speed(sight, reading)}", Color.Grey))));
            }
        });
        var state = await running;
        terminal.Write(new Rows(Picture(run.Look() with { At = task.To }, int.MaxValue)));
        terminal.WriteLine(ReplayText.Sums(state));
        if (task.Factor is null)
            terminal.WriteLine($"folded at {pace.Whole(task.Lines).Fast("lines")}", Color.Grey);
    }

    private string Speed(ReplaySight sight, PaceReading reading) => task.Factor is { } factor
        ? string.Create(CultureInfo.InvariantCulture, $"×{factor:N0}, {PaceReading.Spoken((task.To - sight.At) / factor)} left")
        : reading.Fast("lines");

    private IEnumerable<IRenderable> Picture(ReplaySight sight, int latest)
    {
        yield return new Text(task.Title, new Style(decoration: Decoration.Bold)) { Overflow = Overflow.Ellipsis };
        yield return Line(task.Slug, Color.Grey);
        yield return Line($"{ReplayText.Moment(task.From)} to {ReplayText.Moment(task.To)} UTC", Color.Grey);
        yield return Line("", Color.Default);
        yield return Line($"{ReplayText.Moment(sight.At)}   {ReplayText.Progress(ProgressAnswer.Of(sight.State.Campaign.Progress, sight.At))}", Color.Green);
        foreach (var row in Sparkline.Rows(sight.Changes, Height))
            yield return Line(row, Color.Aqua);
        yield return Line(Marks(sight), Color.Yellow);
        var width = PaceReading.Spoken((task.To - task.From) / _columns);
        yield return Line($"{sight.Changes.Max():N0} at most in a column of {width}", Color.Grey);
        foreach (var milestone in sight.State.Milestones.Where(m => task.Tells(m.ReachedAt)).TakeLast(latest))
            yield return Line(ReplayText.Milestone(milestone), Color.Yellow);
    }

    // Under the column in which each was reached.
    private string Marks(ReplaySight sight)
    {
        var (marks, growth) = (new char[_columns], new Growth(task.From, task.To, _columns));
        Array.Fill(marks, ' ');
        foreach (var milestone in sight.State.Milestones.Where(m => task.Tells(m.ReachedAt)))
            marks[growth.ColumnOf(milestone.ReachedAt)] = ReplayText.Sign(milestone);
        return new(marks);
    }

    private static Text Line(FormattableString text, Color color) => Line(FormattableString.Invariant(text), color);

    private static Text Line(string text, Color color) => new(text, new Style(color)) { Overflow = Overflow.Crop };
}
