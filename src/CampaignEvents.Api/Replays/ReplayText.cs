using System.Globalization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Replays;

/// <summary>A replay in words, for people.</summary>
internal static class ReplayText
{
    /// <summary>As in "36,738 of 50,000 (73.4 %), open".</summary>
    public static string Progress(ProgressAnswer p) =>
        string.Create(CultureInfo.InvariantCulture, $"{p.Count:N0} of {p.Goal:N0} ({p.Percent} %), {p.State}");

    /// <summary>What the count is made of, and what else the ledger came to.</summary>
    public static string Sums(LedgerState state)
    {
        var p = state.Campaign.Progress;
        return string.Create(CultureInfo.InvariantCulture,
            $"{p.Counted:N0} counted, {p.Withdrawn:N0} withdrawn, {p.Invalidated:N0} invalidated, {p.External:N0} external, {p.Pending:N0} pending; " +
            $"{state.Shares:N0} shares, {state.Referred:N0} through them; {state.Milestones.Length:N0} milestones; {p.Line:N0} lines");
    }

    /// <summary>As in "2020-12-31 11:09:00 UTC  35,000 reached by line 35,250".</summary>
    public static string Change(MilestoneRow row) => string.Create(CultureInfo.InvariantCulture, $"{Moment(row.At)} UTC  {row.Threshold:N0} {row.Change switch
    {
        MilestoneChange.Reached => "reached",
        MilestoneChange.FallenBelow => "fallen below",
        _ => "regained",
    }} by line {row.ByLine:N0}");

    /// <summary>As in "▲    35,000  2020-12-31 11:09:00", and what became of it. It fits a terminal of 60 columns.</summary>
    public static string Milestone(Milestone milestone) => string.Create(CultureInfo.InvariantCulture, $"{Sign(milestone)} {milestone.Threshold,9:N0}  {Moment(milestone.ReachedAt)}") +
        (IsBelow(milestone) ? $"  fell {Minute(milestone.FallenBelowAt!.Value)}" : milestone.RegainedAt is { } regained ? $"  regained {Minute(regained)}" : "");

    public static char Sign(Milestone milestone) => IsBelow(milestone) ? '▽' : '▲';

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static bool IsBelow(Milestone milestone) =>
        milestone.FallenBelowAt is not null && !(milestone.RegainedAt >= milestone.FallenBelowAt);
}
