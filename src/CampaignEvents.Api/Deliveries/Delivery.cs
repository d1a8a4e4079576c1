using CampaignEvents.Contracts;
using CampaignEvents.Domain;

namespace CampaignEvents.Api.Deliveries;

/// <summary>A delivery with what it tells.</summary>
/// <param name="Id">The same on every try.</param>
/// <param name="Type">An announcement's type.</param>
/// <param name="At">Ledger time of what it tells; of a test, when it was asked for.</param>
/// <param name="CampaignId">Null for a test.</param>
/// <param name="Line">The ledger's line; null for a test, and for what is told of the state after a line.</param>
/// <param name="Content">What others are told of it; null for a test.</param>
internal sealed record Delivery(Guid Id, string Type, DateTimeOffset At, Guid? CampaignId, Line? Line, Announcement? Content);
