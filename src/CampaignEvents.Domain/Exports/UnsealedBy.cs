namespace CampaignEvents.Domain.Exports;

/// <summary>By what right persons were unsealed.</summary>
public enum UnsealedBy
{
    /// <summary>The unseal key, over the API.</summary>
    Key,

    /// <summary>A command of the executable, by whoever has the installation's secrets.</summary>
    Command,
}
