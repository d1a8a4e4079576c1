using Spectre.Console;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// Tells how far a command is, with rate and time left, always on standard error: a live bar on a terminal, plain lines
/// elsewhere, JSON lines for scripts.
/// </summary>
internal static class CommandProgress
{
    /// <summary>Between lines. The line at the start is the first, and the one at the end is left out if it would come sooner.</summary>
    public static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5), LineAtMostEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _drawEvery = TimeSpan.FromMilliseconds(100);

    /// <param name="what">What is going on, in a few words.</param>
    /// <param name="steps">How many in all; null when not known.</param>
    /// <param name="work">Gets a function to be called, as often as is handy, with the number of steps done.</param>
    /// <param name="output">Where to, and whether to people or to scripts; null: to people.</param>
    /// <param name="unit">What steps are, in the plural.</param>
    /// <param name="clock">The clock; null: the system's.</param>
    public static async Task RunAsync(
        string what, long? steps, Func<Action<long>, Task> work, CommandOutput? output = null, string unit = "lines", TimeProvider? clock = null)
    {
        (output, clock) = (output ?? CommandOutput.Of(json: false), clock ?? TimeProvider.System);
        var (pace, done) = (new Pace(clock, steps), 0L);
        // Not on this thread: work that computes for long before it first waits must not keep the bar from moving.
        var working = Task.Run(() => work(now => Volatile.Write(ref done, now)));
        PaceReading Read() => working.IsCompleted ? pace.Whole(Volatile.Read(ref done)) : pace.Read(Volatile.Read(ref done));
        if (output.Bars is { } terminal)
            await DrawAsync(terminal, new(what, unit), working, Read, clock);
        else
            await TellAsync(output, what, unit, working, Read, clock);
    }

    private static Task DrawAsync(IAnsiConsole terminal, PaceColumn column, Task working, Func<PaceReading> read, TimeProvider clock) => terminal.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 20 }, new PercentageColumn(), column)
        .AutoRefresh(false)
        .StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(column.What), maxValue: 1);
            do
            {
                await Task.WhenAny(working, Task.Delay(_drawEvery, clock));
                column.Reading = read();
                task.IsIndeterminate = column.Reading.Share is null;
                task.Value = column.Reading.Share ?? 0;
                context.Refresh();
            }
            while (!working.IsCompleted);
            await working;
        });

    private static async Task TellAsync(
        CommandOutput output, string what, string unit, Task working, Func<PaceReading> read, TimeProvider clock)
    {
        output.Progress(what, unit, read());
        var last = clock.GetTimestamp();
        while (await Task.WhenAny(working, Task.Delay(LineEvery, clock)) != working)
        {
            output.Progress(what, unit, read());
            last = clock.GetTimestamp();
        }
        await working;
        // Scripts wait for it; people see the end by the command's result.
        if (output.Json || clock.GetElapsedTime(last) >= LineAtMostEvery)
            output.Progress(what, unit, read());
    }
}
