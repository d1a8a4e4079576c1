using Spectre.Console;
using Spectre.Console.Rendering;

namespace CampaignEvents.Api.Hosting;

/// <summary>The end of a progress bar's line: rate and time left.</summary>
/// <param name="what">What is going on.</param>
/// <param name="unit">What steps are, in the plural.</param>
internal sealed class PaceColumn(string what, string unit) : ProgressColumn
{
    public string What => what;

    public PaceReading? Reading { get; set; }

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(Reading?.Fast(unit) ?? "");
}
