using System.Collections.Immutable;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>What a scenario leaves out. Empty lists leave out nothing.</summary>
/// <param name="Countries">Signatures from these, and their part of external counts; ISO 3166-1 alpha-2.</param>
/// <param name="Channels">Signatures that came through these.</param>
/// <param name="Sources">External counts of these.</param>
/// <param name="From">Signatures given and external counts collected at or after this moment; null: from the beginning.</param>
/// <param name="To">Up to and without this moment; null: to the end. With neither, no time is left out.</param>
public sealed record LeaveOut(
    ImmutableArray<string> Countries, ImmutableArray<string> Channels, ImmutableArray<string> Sources, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The most entries of one list.</summary>
    public const int MaximumLength = 250;

    public static readonly LeaveOut Nothing = new([], [], [], null, null);

    public bool HasTime => From is not null || To is not null;

    /// <summary>Whether a moment is in the time that is left out.</summary>
    public bool Covers(DateTimeOffset at) => HasTime && !(at < From) && !(at >= To);

    /// <summary>Everything wrong with it.</summary>
    public IEnumerable<Problem> Problems() =>
    [
        .. Check("countries", Countries, code => Country.Problems(code, required: true)),
        .. Check("channels", Channels, channel => Channel.Problems(channel, required: true)),
        .. Check("sources", Sources, source => Text.Check("sources", source, 80, required: true)),
        .. To <= From ? [new Problem("leaveOut.to", "must be later than leaveOut.from")] : Array.Empty<Problem>(),
    ];

    private static IEnumerable<Problem> Check(string field, ImmutableArray<string> entries, Func<string, IEnumerable<Problem>> problems)
    {
        if (entries.Length > MaximumLength)
            yield return new($"leaveOut.{field}", $"has more than {MaximumLength} entries");
        else if (entries.Any(string.IsNullOrWhiteSpace))
            yield return new($"leaveOut.{field}", "has an empty entry");
        else if (entries.SelectMany(problems).FirstOrDefault() is { } first)
            yield return new($"leaveOut.{field}", "has an entry that " + first.Message);
    }
}
