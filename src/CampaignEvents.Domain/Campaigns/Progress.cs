using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Campaigns;

/// <summary>How far a campaign is after a line.</summary>
/// <param name="Counted">Numbers given, 1 for each signature that ever counted.</param>
/// <param name="Pending">Submitted, not yet confirmed nor withdrawn.</param>
/// <param name="Withdrawn">Counted signatures taken back by their signatory.</param>
/// <param name="Invalidated">Counted signatures taken out by staff.</param>
/// <param name="External">Sum of the latest external count of every source.</param>
/// <param name="Goal">Signatures asked for next.</param>
/// <param name="Closed">Closed by staff; a closing time is judged by <see cref="StateAt"/>.</param>
/// <param name="OpensAt">First moment a signature counts; null: from launch.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; null: no end.</param>
/// <param name="LastSignedAt">Ledger time of the latest signature to count.</param>
/// <param name="Line">The line this is the progress after; 0 before launch.</param>
/// <param name="At">Ledger time of that line.</param>
public sealed record Progress(
    long Counted, long Pending, long Withdrawn, long Invalidated, long External, long Goal, bool Closed,
    DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? LastSignedAt, long Line, DateTimeOffset At)
{
    public static readonly Progress None = new(0, 0, 0, 0, 0, 0, false, null, null, null, 0, default);

    /// <summary>Counted, less withdrawn and invalidated, plus external.</summary>
    public long Count => Counted - Withdrawn - Invalidated + External;

    /// <summary>Signatures missing to the goal; 0 once it is reached.</summary>
    public long Remaining => Math.Max(0, Goal - Count);

    /// <summary>Count in percent of the goal, rounded down to one decimal, so that 100 means reached.</summary>
    public decimal Percent => Goal == 0 ? 0 : Math.Floor(Count * 1000m / Goal) / 10m;

    /// <summary>Scheduled, open or closed at a moment; the opening time is in, the closing time is out.</summary>
    public CampaignState StateAt(DateTimeOffset moment) => this switch
    {
        { Closed: true } => CampaignState.Closed,
        _ when moment >= ClosesAt => CampaignState.Closed,
        _ when moment < OpensAt => CampaignState.Scheduled,
        _ => CampaignState.Open,
    };

    public static Progress Evolve(Progress now, Line line)
    {
        // What nearly every line of a ledger is takes one copy instead of two.
        if (line.Event is SignatureCounted signed)
            return now with { Counted = signed.Number, LastSignedAt = line.At, Line = line.Number, At = line.At };
        var next = line.Event switch
        {
            CampaignLaunched { Terms: var terms } => None with { Goal = terms.Goal, OpensAt = terms.OpensAt, ClosesAt = terms.ClosesAt },
            SignatureSubmitted => now with { Pending = now.Pending + 1 },
            SignatureConfirmed confirmed => now with { Pending = now.Pending - 1, Counted = confirmed.Number, LastSignedAt = line.At },
            SignatureWithdrawn { Number: null } or SignatureInvalidated { Number: null } => now with { Pending = now.Pending - 1 },
            SignatureWithdrawn => now with { Withdrawn = now.Withdrawn + 1 },
            SignatureInvalidated => now with { Invalidated = now.Invalidated + 1 },
            ExternalCountRecorded external => now with { External = now.External + external.Change },
            GoalChanged changed => now with { Goal = changed.To },
            GoalRaised raised => now with { Goal = raised.To },
            CampaignClosed => now with { Closed = true },
            CampaignReopened reopened => now with { Closed = false, ClosesAt = reopened.ClosesAt },
            _ => now,
        };
        return next with { Line = line.Number, At = line.At };
    }
}
