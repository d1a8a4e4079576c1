namespace CampaignEvents.Api.Ledger;

/// <summary>How the ledger batches and waits. Bound from the configuration section <c>Ledger</c>.</summary>
internal sealed class LedgerOptions
{
    /// <summary>The most commands written in one transaction. More of them make a batch cheaper per line and later to answer.</summary>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>The most commands of one campaign that wait; one more is answered 503.</summary>
    public int QueueLength { get; set; } = 10_000;

    /// <summary>The longest a command waits for its batch to begin before it is answered 503.</summary>
    public TimeSpan MaximumWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What a 503 tells the client to wait before it asks again.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);
}
