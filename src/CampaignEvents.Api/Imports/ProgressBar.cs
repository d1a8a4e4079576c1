using Spectre.Console;

namespace CampaignEvents.Api.Imports;

/// <summary>Shows how far a command is, on a terminal; says nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <param name="what">What is going on, in a few words.</param>
    /// <param name="steps">How many in all; null when not known.</param>
    /// <param name="work">Gets a function to be called with the number of steps done.</param>
    public static async Task RunAsync(string what, long? steps, Func<Action<long>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(_ => { });
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: Math.Max(1, steps ?? 1));
                task.IsIndeterminate = steps is null;
                await work(done => task.Value = done);
                task.Value = task.MaxValue;
            });
    }
}
