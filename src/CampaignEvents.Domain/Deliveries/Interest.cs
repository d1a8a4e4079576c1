using System.Collections.Immutable;

namespace CampaignEvents.Domain.Deliveries;

/// <summary>What one receiver wants to be told.</summary>
/// <param name="ReceiverId">Who.</param>
/// <param name="CampaignId">Of which campaign; null: of every one.</param>
/// <param name="Types">Of which <see cref="AnnouncementType"/>s.</param>
/// <param name="HighestOnly">Of several thresholds that one line crosses, only the highest.</param>
/// <param name="Since">Lines with an earlier ledger time are history, of which nobody is told unasked.</param>
public sealed record Interest(Guid ReceiverId, Guid? CampaignId, ImmutableArray<string> Types, bool HighestOnly, DateTimeOffset Since)
{
    /// <summary>Whether this receiver is to be told of a line.</summary>
    /// <param name="campaignId">The campaign whose line it is.</param>
    /// <param name="line">The line.</param>
    /// <param name="isHighest">Whether no higher threshold was reached or regained by the same line.</param>
    public bool Covers(Guid campaignId, Line line, bool isHighest) =>
        line.At >= Since && Wants(campaignId, line, isHighest);

    /// <summary>Whether this receiver is to be told that a turn has come about.</summary>
    public bool Covers(Guid campaignId, CampaignTurn turn) =>
        turn.At >= Since && Types.Contains(turn.Type) && (CampaignId is null || CampaignId == campaignId);

    /// <summary>Whether this receiver gets the digest of a day that ends then.</summary>
    public bool CoversDigest(DateTimeOffset at) => at >= Since && Types.Contains(AnnouncementType.DailyDigest);

    /// <summary>Whether it is to be told of a line that somebody asks to be sent again, however old it is.</summary>
    public bool Wants(Guid campaignId, Line line, bool isHighest) =>
        AnnouncementType.Of(line.Event) is { } type && Types.Contains(type) &&
        (CampaignId is null || CampaignId == campaignId) && (isHighest || !HighestOnly);
}
