using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Mail;

/// <summary>Tokens that let whoever gets a receiver's mail end it.</summary>
internal sealed class UnsubscribeTokens(Secrets secrets) : IdTokens(secrets.Unsubscribing);
