using CampaignEvents.Contracts;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Campaigns;

/// <summary>Read model: a campaign's words, as launched.</summary>
/// <param name="Id">The campaign's id.</param>
/// <param name="Slug">Its name in addresses.</param>
/// <param name="Title">One line.</param>
/// <param name="Statement">Markdown.</param>
/// <param name="AddressedTo">Who is asked.</param>
/// <param name="LaunchedAt">Ledger time of its first line.</param>
internal sealed record CampaignPage(
    Guid Id, string Slug, string Title, string Statement, string AddressedTo, DateTimeOffset LaunchedAt)
{
    /// <summary>As others are told which campaign it is.</summary>
    public CampaignReference ToReference() => new(Id, Slug, Title);

    /// <summary>Null when the line is not a launch.</summary>
    public static CampaignPage? Of(Line line) => line.Event is Domain.Campaigns.CampaignLaunched { Terms: var terms }
        ? new(CampaignId.Of(terms.Slug), terms.Slug, terms.Title, terms.Statement, terms.AddressedTo, line.At)
        : null;
}
