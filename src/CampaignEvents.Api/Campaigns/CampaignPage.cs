namespace CampaignEvents.Api.Campaigns;

/// <summary>Read model: a campaign's words, as launched.</summary>
/// <param name="Id">The campaign's id.</param>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="Title">One line.</param>
/// <param name="Statement">Markdown.</param>
/// <param name="AddressedTo">Who is asked.</param>
/// <param name="LaunchedAt">Ledger time of its first line.</param>
internal sealed record CampaignPage(
    Guid Id, string Slug, string Title, string Statement, string AddressedTo, DateTimeOffset LaunchedAt);
