using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Launches a campaign.</summary>
/// <param name="Slug">Lower-case letters, digits and single hyphens, at most 80.</param>
/// <param name="Title">At most 200 characters.</param>
/// <param name="Statement">Markdown, at most 10,000 characters.</param>
/// <param name="AddressedTo">Who is asked, at most 200 characters.</param>
/// <param name="Goal">Signatures asked for first.</param>
/// <param name="Ladder">Goals to raise to, ascending; left out: the usual ones; empty: never raised.</param>
/// <param name="Thresholds">Counts to record besides the goals, ascending.</param>
/// <param name="Confirmation"><c>none</c> (counts at once) or <c>email</c> (counts once confirmed).</param>
/// <param name="OpensAt">First moment a signature counts; left out: at once.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; left out: no end.</param>
/// <param name="LaunchedAt">A time in the past, to bring in history; left out: now.</param>
internal sealed record LaunchRequest(
    [property: Required] string? Slug, [property: Required] string? Title, [property: Required] string? Statement, [property: Required] string? AddressedTo, [property: Required] long? Goal, long[]? Ladder, long[]? Thresholds,
    [property: Required] string? Confirmation, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? LaunchedAt)
{
    public CampaignTerms ToTerms() => new(
        Slug ?? "", Title ?? "", Statement ?? "", AddressedTo ?? "", Goal ?? 0, Ladder?.ToImmutableArray() ?? GoalLadder.Default,
        Thresholds?.ToImmutableArray() ?? [], Confirmation == "email" ? Domain.Campaigns.Confirmation.Email : Domain.Campaigns.Confirmation.None,
        Utc(OpensAt), Utc(ClosesAt));

    public IEnumerable<Problem> Problems(DateTimeOffset now)
    {
        foreach (var problem in ToTerms().Problems())
            yield return problem is { Field: "goal" } && Goal is null ? new("goal", "is required") : problem;
        if (Confirmation is null)
            yield return new("confirmation", "is required");
        else if (Confirmation is not ("none" or "email"))
            yield return new("confirmation", "must be none or email");
        if (LaunchedAt > now)
            yield return new("launchedAt", "lies in the future");
        if (ClosesAt <= (LaunchedAt ?? now))
            yield return new("closesAt", "must be later than the launch");
    }

    private static DateTimeOffset? Utc(DateTimeOffset? moment) => moment is { } at ? LedgerTime.Truncate(at) : null;
}

/// <summary>Sets another goal, above the count.</summary>
internal sealed record GoalRequest([property: Required] long? Goal);

/// <summary>Reopens a campaign.</summary>
/// <param name="ClosesAt">The new closing time; left out: the old one if it lies ahead, else none.</param>
internal sealed record ReopenRequest(DateTimeOffset? ClosesAt);
