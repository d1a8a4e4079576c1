using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Signatures;

/// <summary>A signatory's token for one signature.</summary>
internal sealed class SignatureTokens(Secrets secrets) : IdTokens(secrets.Tokens);
