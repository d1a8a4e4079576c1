namespace CampaignEvents.Domain.Exports;

/// <summary>Asks to record that lines are about to be exported with their signatories' details in clear.</summary>
/// <param name="ExportId">Made at the edge, for this one export.</param>
/// <param name="FirstLine">The first line it covers.</param>
/// <param name="LastLine">The last line it covers.</param>
/// <param name="Format">As what they are exported.</param>
/// <param name="Reason">Why, 1 to <see cref="MaximumReason"/> characters, without personal data: it is recorded in clear.</param>
/// <param name="By">By what right.</param>
/// <param name="At">When it was asked.</param>
public sealed record UnsealPersons(
    Guid ExportId, long FirstLine, long LastLine, ExportFormat Format, string Reason, UnsealedBy By, DateTimeOffset At) : Command(At)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaximumReason = 200;

    public override Decision Decide(Facts facts) => facts.Campaign.LastUnsealing == ExportId
        ? Decision.NoChange
        : new PersonsUnsealed(ExportId, FirstLine, LastLine, Format, Reason, By);
}
