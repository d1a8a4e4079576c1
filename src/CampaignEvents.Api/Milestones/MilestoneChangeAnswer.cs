namespace CampaignEvents.Api.Milestones;

/// <summary>Told as it happens: a threshold was reached, fallen below or regained.</summary>
/// <param name="At">When.</param>
/// <param name="Change"><c>reached</c>, <c>fallenBelow</c> or <c>regained</c>.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="Count">The count then.</param>
/// <param name="Line">The milestone's own line.</param>
/// <param name="ByLine">The line that moved the count.</param>
/// <param name="SignatureId">The signature that did it; left out for an external count.</param>
/// <param name="Source">The source of the external count that did it; left out for a signature.</param>
internal sealed record MilestoneChangeAnswer(
    DateTimeOffset At, string Change, long Threshold, long Count, long Line, long ByLine, Guid? SignatureId, string? Source)
{
    public static MilestoneChangeAnswer Of(MilestoneRow row) => new(
        row.At,
        row.Change switch
        {
            MilestoneChange.Reached => "reached",
            MilestoneChange.FallenBelow => "fallenBelow",
            _ => "regained",
        },
        row.Threshold, row.Count, row.Line, row.ByLine, row.SignatureId, row.Source);
}
