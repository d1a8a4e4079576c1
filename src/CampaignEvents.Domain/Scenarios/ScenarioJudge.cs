using System.Collections.Frozen;
using CampaignEvents.Domain.ExternalCounts;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>Which signatures and external counts a scenario leaves out, and by which rule.</summary>
internal sealed class ScenarioJudge(ScenarioRules rules, DateTimeOffset? closesAt)
{
    private readonly LeaveOut _leaveOut = rules.LeaveOut ?? LeaveOut.Nothing;
    private readonly FrozenSet<string> _countries = Set(rules.LeaveOut?.Countries), _channels = Set(rules.LeaveOut?.Channels), _sources = Set(rules.LeaveOut?.Sources);
    private DateTimeOffset? _realClosesAt = closesAt;

    /// <summary>The real campaign was given another closing time.</summary>
    public void Reopened(DateTimeOffset? realClosesAt) => _realClosesAt = realClosesAt;

    /// <summary>Why a signature is left out; null when it is not.</summary>
    /// <param name="country">As signed.</param>
    /// <param name="channel">As signed.</param>
    /// <param name="at">When it was given.</param>
    public ScenarioRule? Signature(string? country, string? channel, DateTimeOffset at) =>
        _leaveOut.Covers(at) ? ScenarioRule.LeaveOutTime
        : country is not null && _countries.Contains(country) ? ScenarioRule.LeaveOutCountries
        : channel is not null && _channels.Contains(channel) ? ScenarioRule.LeaveOutChannels
        : IsClosed(at) ? ScenarioRule.ClosesAt
        : null;

    // What the real campaign took before its own closing time is not judged again by a time that is no earlier.
    public bool IsClosed(DateTimeOffset at) => at >= rules.ClosesAt && !(rules.ClosesAt >= _realClosesAt);

    /// <summary>Why an external count is left out as a whole; null when it is not.</summary>
    public ScenarioRule? External(string source, DateTimeOffset at) =>
        _leaveOut.Covers(at) ? ScenarioRule.LeaveOutTime
        : _sources.Contains(source) ? ScenarioRule.LeaveOutSources
        : null;

    /// <summary>The external count less what came from countries that are left out, to be asked again; null when it can be taken as it is.</summary>
    public RecordExternalCount? Rest(ExternalCountRecorded e, DateTimeOffset at)
    {
        if (!_leaveOut.HasTime && _countries.Count == 0)
            return null;
        var without = e.ByCountry?.Where(c => _countries.Contains(c.Key)).ToArray() ?? [];
        return new(
            e.Source, e.Count - without.Sum(c => c.Value), e.ByCountry?.RemoveRange(without.Select(c => c.Key)), e.CollectedAt, InHistory: false, at);
    }

    private static FrozenSet<string> Set(IEnumerable<string>? entries) => (entries ?? []).ToFrozenSet(StringComparer.Ordinal);
}
