namespace CampaignEvents.Contracts;

/// <summary>The campaign that an announcement is about.</summary>
/// <param name="Id">Follows from the slug.</param>
/// <param name="Slug">Its name in addresses; never changes.</param>
/// <param name="Title">As launched.</param>
public sealed record CampaignReference(Guid Id, string Slug, string Title);
