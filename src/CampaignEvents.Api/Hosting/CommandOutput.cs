using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CampaignEvents.Api.Http;
using Spectre.Console;

namespace CampaignEvents.Api.Hosting;

/// <summary>
/// How a command speaks: to people, or with <c>--json</c> to scripts. The result goes to standard output, progress and
/// complaints to standard error, so that either can be piped alone.
/// </summary>
/// <param name="Json">To scripts: one JSON object per line.</param>
/// <param name="Out">For results.</param>
/// <param name="Error">For progress.</param>
/// <param name="Bars">A terminal that progress bars can be drawn on; null: there is none, or scripts listen.</param>
internal sealed record CommandOutput(bool Json, TextWriter Out, TextWriter Error, IAnsiConsole? Bars = null)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new UtcConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>To be added to a command, and its value given to <see cref="Of"/>.</summary>
    public static Option<bool> Option() => new("--json")
    {
        Description = "Speak JSON, an object per line: progress on standard error, the result on standard output.",
    };

    /// <summary>To this process's standard output and error.</summary>
    public static CommandOutput Of(bool json)
    {
        var terminal = json || Console.IsErrorRedirected ? null : AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
        var draws = terminal?.Profile.Capabilities is { Ansi: true, Interactive: true };
        return new(json, Console.Out, Console.Error, draws ? terminal : null);
    }

    /// <summary>Tells the result.</summary>
    /// <param name="result">For scripts; its members become the JSON object's.</param>
    /// <param name="text">For people.</param>
    public void Result(object result, string text) => Out.WriteLine(Json ? Serialize(result) : text);

    /// <summary>Tells how far it is.</summary>
    public void Progress(string what, string unit, PaceReading reading) => Error.WriteLine(Json
        ? Serialize(new
        {
            what,
            unit,
            reading.Done,
            reading.Of,
            PerSecond = Math.Round(reading.PerSecond, 1),
            SecondsLeft = reading.Left is { } left ? Math.Round(left.TotalSeconds, 1) : (double?)null,
        })
        : string.Join(", ", ((string[])[$"{what}: {reading.Far(unit)}", reading.Fast(unit)]).Where(part => part.Length > 0)));

    private static string Serialize(object value) => JsonSerializer.Serialize(value, value.GetType(), _json);
}
