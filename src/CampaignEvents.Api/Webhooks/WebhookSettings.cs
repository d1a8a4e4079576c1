using System.Net;

namespace CampaignEvents.Api.Webhooks;

/// <summary>Where webhooks may go. Bound from the configuration section <c>Webhooks</c>.</summary>
internal sealed class WebhookSettings
{
    /// <summary>
    /// Networks that webhooks may reach although they are not public, in CIDR notation with commas between them; for receivers
    /// of the installation's own. Whoever may add receivers may then reach everything in them.
    /// </summary>
    public string AllowedNetworks { get; set; } = "";

    public IReadOnlyList<IPNetwork> Networks => [.. Parts.Select(part => IPNetwork.Parse(part))];

    public bool IsValid => Parts.All(part => IPNetwork.TryParse(part, out _));

    private string[] Parts => AllowedNetworks.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
