using System.Collections.Immutable;

namespace CampaignEvents.Domain;

/// <summary>A decided command: its lines, and the facts after them.</summary>
/// <param name="Lines">Empty when refused or when there was nothing new.</param>
/// <param name="After">The facts as they stand after the lines.</param>
/// <param name="Rejection">Null unless refused.</param>
public sealed record Outcome(ImmutableArray<Line> Lines, Facts After, Rejection? Rejection);
