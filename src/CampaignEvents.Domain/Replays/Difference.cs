namespace CampaignEvents.Domain.Replays;

/// <summary>A place where what is stored is not what follows from the ledger.</summary>
/// <param name="Part">The ledger itself, or the read model or table: <c>ledger</c>, <c>timeline</c>, <c>tallies</c> …</param>
/// <param name="Line">The line it shows at; null where it belongs to none.</param>
/// <param name="What">Which row or rule, and which of its values.</param>
/// <param name="Expected">What follows from the ledger; null: nothing.</param>
/// <param name="Found">What is stored; null: nothing.</param>
public sealed record Difference(string Part, long? Line, string What, string? Expected, string? Found);
