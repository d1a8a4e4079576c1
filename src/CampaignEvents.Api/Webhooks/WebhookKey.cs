using System.Security.Cryptography;

namespace CampaignEvents.Api.Webhooks;

/// <summary>A signing key as Standard Webhooks 1.0.0 has it: random bytes, shown as <c>whsec_</c> and their base64.</summary>
internal sealed record WebhookKey(byte[] Bytes)
{
    private const int Length = 32;

    public string Shown => "whsec_" + Convert.ToBase64String(Bytes);

    public static WebhookKey New() => new(RandomNumberGenerator.GetBytes(Length));

    public override string ToString() => nameof(WebhookKey);
}
