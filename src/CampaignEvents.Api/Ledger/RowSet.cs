namespace CampaignEvents.Api.Ledger;

/// <summary>
/// All rows of one read model that were folded together. A campaign's rows are the set that <c>row_sets</c> names, or the one
/// under the campaign's own id where it names none; so a set can be folded beside the one that is read, and take its place
/// by the change of one row.
/// </summary>
internal static class RowSet
{
    public const string Timeline = "timeline", Tallies = "tallies", Milestones = "milestones";

    /// <summary>The set to read, in a statement whose <c>$1</c> is the campaign; looked up once per statement.</summary>
    public const string OfTimeline = Before + Timeline + After, OfTallies = Before + Tallies + After, OfMilestones = Before + Milestones + After;

    /// <summary>Begins a statement that adds rows: <c>target.id</c> is the set's id, and the first parameter the campaign.</summary>
    public const string IntoTimeline = IntoBefore + Timeline + IntoAfter, IntoTallies = IntoBefore + Tallies + IntoAfter,
        IntoMilestones = IntoBefore + Milestones + IntoAfter;

    /// <summary>The set to read where the campaign is what an expression of the statement says.</summary>
    public static string Of(string model, string campaign) => (Before + model + After).Replace("$1", campaign, StringComparison.Ordinal);

    private const string Before =
        $"(SELECT coalesce((SELECT r.set_id FROM {LedgerSchema.RowSets} r WHERE r.campaign_id = $1 AND r.is_current AND r.model = '";

    private const string After = "'), $1::uuid))";

    private const string IntoBefore =
        $"WITH target AS MATERIALIZED (SELECT coalesce(r.set_id, c.id) AS id FROM (SELECT ?::uuid AS id) c " +
        $"LEFT JOIN {LedgerSchema.RowSets} r ON r.campaign_id = c.id AND r.is_current AND r.model = '";

    private const string IntoAfter = "') ";
}
