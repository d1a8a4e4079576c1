using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Api.Ledger;

/// <summary>The lines that one transaction adds to a campaign's ledger.</summary>
/// <param name="CampaignId">The campaign, which is the stream.</param>
/// <param name="Before">Progress before the first of the lines.</param>
/// <param name="Lines">In ledger order.</param>
internal sealed record LedgerBatch(Guid CampaignId, Progress Before, IReadOnlyList<Line> Lines);
