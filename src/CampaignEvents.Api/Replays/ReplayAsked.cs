using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain.Campaigns;
using Marten;

namespace CampaignEvents.Api.Replays;

/// <summary>What was asked of the command <c>replay</c>, as it was typed.</summary>
internal sealed record ReplayAsked(string Slug, string? From, string? To, string? Speed, string? In)
{
    /// <summary>Checks what can be checked without looking at the campaign.</summary>
    /// <exception cref="InvalidDataException">What is wrong with it, for people.</exception>
    public void Check() => _ = (MomentOf("--from", From), MomentOf("--to", To), SpeedOf());

    /// <summary>What it comes to.</summary>
    /// <exception cref="InvalidDataException">What is wrong with it, for people.</exception>
    public async Task<ReplayTask> FindAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (from, to, speed) = (MomentOf("--from", From), MomentOf("--to", To), SpeedOf());
        await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
        if (!CampaignSlug.IsValid(Slug) || await session.LoadAsync<CampaignPage>(CampaignId.Of(Slug), cancellation) is not { } page)
            throw new InvalidDataException($"There is no campaign '{Slug}'.");
        var states = services.GetRequiredService<StateAsOf>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var last = (await states.ReadAsync(page.Id, new(Until: to), cancellation)).Campaign.Progress;
        var (begin, end) = (from ?? page.LaunchedAt, to ?? last.At);
        return (begin, end) switch
        {
            _ when to > now => throw new InvalidDataException("--to lies in the future."),
            _ when end < page.LaunchedAt => throw Early("--to", page),
            _ when begin < page.LaunchedAt => throw Early("--from", page),
            _ when begin > end => throw new InvalidDataException($"--from must not be later than {(to is null ? "the ledger's end" : "--to")}, {ReplayText.Moment(end)} UTC."),
            _ => new(page.Id, page.Slug, page.Title, page.LaunchedAt, begin, end, last.Line, begin == end ? null : speed?.Over(end - begin)),
        };
    }

    private static InvalidDataException Early(string option, CampaignPage page) =>
        new($"{option} lies before the launch, {ReplayText.Moment(page.LaunchedAt)} UTC.");

    private static DateTimeOffset? MomentOf(string option, string? text) => text switch
    {
        null => null,
        _ when Moment.TryParse(text, out var moment) => moment,
        _ => throw new InvalidDataException($"{option} must be an ISO 8601 time with Z or an offset, such as 2020-12-20T12:00:00Z."),
    };

    private ReplaySpeed? SpeedOf()
    {
        if (Speed is not null && In is not null)
            throw new InvalidDataException("Give --speed or --in, not both.");
        if ((Speed ?? In) is not { } text)
            return null;
        return ReplaySpeed.TryParse(text, out var speed) && (Speed is null ? speed.Whole is not null : speed.Factor is not null)
            ? speed
            : throw new InvalidDataException(Speed is null ? "--in must be a duration from 1s to 24h, such as 60s." : "--speed must be a factor from 1 to 1000000, such as 100 or x100.");
    }
}
