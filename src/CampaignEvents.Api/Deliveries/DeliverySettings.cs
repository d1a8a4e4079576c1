using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Deliveries;

/// <summary>How deliveries are tried. Bound from the configuration section <c>Deliveries</c>.</summary>
internal sealed class DeliverySettings
{
    /// <summary>Waits between tries, with commas; empty: as Standard Webhooks proposes.</summary>
    public string Retries { get; set; } = "";

    /// <summary>The longest a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Most receivers that one node sends to at the same time; each takes a database connection now and then.</summary>
    public int Parallel { get; set; } = 64;

    /// <summary>Whether single signatures are relayed to receivers that ask for them.</summary>
    public bool Signatures { get; set; }

    /// <summary>How often the ledger is looked at for something to tell. Shorter is sooner told, and more queries.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the log of a delivery is kept. Lines older than that are not told of unasked.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    public RetrySchedule Schedule => Retries.Length == 0 ? RetrySchedule.Standard : RetrySchedule.Parse(Retries)!;

    public bool IsValid => RetrySchedule.Parse(Retries) is not null && Timeout > TimeSpan.Zero && Timeout <= TimeSpan.FromSeconds(30) &&
                           Parallel is > 0 and <= 1_000 && Poll > TimeSpan.Zero && KeepFor >= TimeSpan.FromDays(1);
}
