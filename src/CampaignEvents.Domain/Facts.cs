using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain;

/// <summary>What a decision may rest on.</summary>
/// <param name="Campaign"><see cref="Campaign.Unlaunched"/> when there is none.</param>
/// <param name="Signatory">Null when not needed, or never seen in this campaign.</param>
/// <param name="Share">Null when not needed, or not of this campaign.</param>
/// <param name="IsRepeat">Whether the command came with a message that has been decided before.</param>
public sealed record Facts(Campaign Campaign, Signatory? Signatory = null, Share? Share = null, bool IsRepeat = false);
