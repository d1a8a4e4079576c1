using System.Globalization;
using System.Text.Encodings.Web;
using CampaignEvents.Domain.Deliveries;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.Options;

namespace CampaignEvents.Api.Mail;

/// <summary>A mail's words.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">As plain text.</param>
/// <param name="Html">As a page.</param>
internal sealed record MailText(string Subject, string Text, string Html);

/// <summary>
/// Templates in Liquid: one for each announcement type, whose first line is the subject and whose paragraphs follow, and a layout
/// each for text and HTML. In HTML every value is encoded.
/// </summary>
internal sealed class MailTemplates
{
    private const string TextLayout = "layout.txt", HtmlLayout = "layout.html";

    private readonly Dictionary<string, IFluidTemplate> _templates;
    private readonly TemplateOptions _options = new() { MaxSteps = 100_000, CultureInfo = CultureInfo.InvariantCulture };

    public MailTemplates(IOptions<MailSettings> settings)
    {
        _options.Filters.AddFilter("count", (input, _, _) => new StringValue(input.ToNumberValue().ToString("N0", CultureInfo.InvariantCulture)));
        _options.Filters.AddFilter("moment", (input, _, _) => new StringValue(Moment(input.ToStringValue())));
        var parser = new FluidParser();
        _templates = AnnouncementType.All.Except([AnnouncementType.SignatureCounted, AnnouncementType.CountChanged])
            .Concat([AnnouncementType.Test, TextLayout, HtmlLayout])
            .ToDictionary(name => name, name => Parse(parser, name, settings.Value.Templates));
    }

    /// <param name="type">An announcement's type.</param>
    /// <param name="fields">What the templates can name.</param>
    /// <param name="link">The campaign's page; null: none.</param>
    /// <param name="unsubscribe">Where to unsubscribe; null: nowhere.</param>
    public MailText Render(string type, Dictionary<string, object?> fields, string? link, string? unsubscribe)
    {
        var words = _templates[type].Render(Context(fields), NullEncoder.Default).Trim().ReplaceLineEndings("\n");
        var (subject, paragraphs) = words.Split('\n', 2) is [var first, var rest] ? (first, Paragraphs(rest)) : (words, []);
        Dictionary<string, object?> whole = new(fields)
        {
            ["subject"] = subject,
            ["paragraphs"] = paragraphs,
            ["link"] = link,
            ["unsubscribe"] = unsubscribe,
        };
        return new(
            subject, _templates[TextLayout].Render(Context(whole), NullEncoder.Default).Trim() + "\n",
            _templates[HtmlLayout].Render(Context(whole), HtmlEncoder.Default));
    }

    private static List<object?> Paragraphs(string text) =>
        [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private TemplateContext Context(Dictionary<string, object?> fields)
    {
        var context = new TemplateContext(_options);
        foreach (var (name, value) in fields)
            context.SetValue(name, value);
        return context;
    }

    private static IFluidTemplate Parse(FluidParser parser, string name, string folder)
    {
        var file = name + ".liquid";
        var own = folder.Length == 0 ? null : Path.Combine(folder, file);
        using var stream = own is not null && File.Exists(own) ? File.OpenRead(own) : typeof(MailTemplates).Assembly.GetManifestResourceStream("mail/" + file)!;
        using var reader = new StreamReader(stream);
        return parser.TryParse(reader.ReadToEnd(), out var template, out var error)
            ? template
            : throw new InvalidOperationException($"The mail template {own ?? file} cannot be read: {error}");
    }

    private static string Moment(string iso) => DateTimeOffset.TryParse(iso, CultureInfo.InvariantCulture, out var at)
        ? at.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : iso;
}
