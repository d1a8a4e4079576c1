namespace CampaignEvents.Domain;

/// <summary>A refusal: the command was understood, and the campaign's rules say no. Nothing is recorded.</summary>
/// <param name="Code">Stable, kebab-case; part of the public API.</param>
/// <param name="Reason">For people; may be reworded.</param>
/// <param name="Unknown">True when what the command speaks of does not exist.</param>
public sealed record Rejection(string Code, string Reason, bool Unknown = false);
