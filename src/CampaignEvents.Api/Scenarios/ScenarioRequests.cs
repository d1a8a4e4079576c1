using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Scenarios;

namespace CampaignEvents.Api.Scenarios;

/// <summary>Asks what a campaign would have come to under other rules.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Rules">Left out: the campaign's own.</param>
internal sealed record ScenarioRequest([property: Required] string? Name, ScenarioRulesBody? Rules)
{
    /// <summary>Everything wrong with it, for that campaign.</summary>
    public IEnumerable<Problem> Problems(Confirmation confirmation, DateTimeOffset launchedAt) =>
    [
        .. Text.Check("name", Name, 100, required: true),
        .. (Rules ?? ScenarioRulesBody.Own).Problems(confirmation, launchedAt).Select(p => p with { Field = "rules." + p.Field }),
    ];
}

/// <summary>In what a scenario differs from its campaign. What is left out stays as the campaign had it.</summary>
/// <param name="Ladder">Goals to raise to, ascending; empty: never raised.</param>
/// <param name="Thresholds">In place of the campaign's, and of all that staff added or removed; ascending.</param>
/// <param name="AddThresholds">Besides the campaign's; ascending.</param>
/// <param name="CountFrom"><c>submission</c> or <c>confirmation</c>.</param>
/// <param name="OnePer"><c>email</c> (as typed but for case), <c>canonicalEmail</c> or <c>household</c> (country and postcode).</param>
/// <param name="LeaveOut">What is left out.</param>
/// <param name="ClosesAt">When it closes, whatever staff closed or reopened.</param>
internal sealed record ScenarioRulesBody(
    long[]? Ladder, long[]? Thresholds, long[]? AddThresholds, string? CountFrom, string? OnePer, LeaveOutBody? LeaveOut, DateTimeOffset? ClosesAt)
{
    public static readonly ScenarioRulesBody Own = new(null, null, null, null, null, null, null);

    public ScenarioRules ToRules() => new(
        Ladder?.ToImmutableArray(), Thresholds?.ToImmutableArray(), AddThresholds?.ToImmutableArray(),
        CountFrom switch
        {
            "submission" => Domain.Scenarios.CountFrom.Submission,
            "confirmation" => Domain.Scenarios.CountFrom.Confirmation,
            _ => null,
        },
        OnePer switch
        {
            "email" => Domain.Scenarios.OnePer.Email,
            "canonicalEmail" => Domain.Scenarios.OnePer.CanonicalEmail,
            "household" => Domain.Scenarios.OnePer.Household,
            _ => null,
        },
        LeaveOut?.ToLeaveOut(), LeaveOutBody.Moment(ClosesAt));

    /// <summary>Everything wrong with them, for that campaign.</summary>
    public IEnumerable<Problem> Problems(Confirmation confirmation, DateTimeOffset launchedAt) =>
    [
        .. CountFrom is null or "submission" or "confirmation" ? Array.Empty<Problem>() : [new("countFrom", "must be submission or confirmation")],
        .. OnePer is null or "email" or "canonicalEmail" or "household" ? Array.Empty<Problem>() : [new("onePer", "must be email, canonicalEmail or household")],
        .. ToRules().Problems(confirmation, launchedAt),
    ];
}

/// <summary>What a scenario leaves out.</summary>
/// <param name="Countries">ISO 3166-1 alpha-2 codes.</param>
/// <param name="Channels">Channels through which signatories came.</param>
/// <param name="Sources">Sources of external counts.</param>
/// <param name="From">What was given or collected from this moment on; left out with a <c>to</c>: from the beginning.</param>
/// <param name="To">Up to and without this moment; left out with a <c>from</c>: to the end.</param>
internal sealed record LeaveOutBody(string[]? Countries, string[]? Channels, string[]? Sources, DateTimeOffset? From, DateTimeOffset? To)
{
    public LeaveOut ToLeaveOut() => new([.. Countries ?? []], [.. Channels ?? []], [.. Sources ?? []], Moment(From), Moment(To));

    internal static DateTimeOffset? Moment(DateTimeOffset? moment) => moment is { } at ? LedgerTime.Truncate(at) : null;
}
