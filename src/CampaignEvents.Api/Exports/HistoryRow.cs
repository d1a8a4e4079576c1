using System.Text.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Exports;

/// <summary>A line laid flat: every field of every event but fingerprints and sealed data. Lists and maps are JSON.</summary>
internal sealed record HistoryRow(long Line, DateTimeOffset At, string Type, UnsealedPerson? Person)
{
    public Guid? SignatureId { get; init; }

    public long? Number { get; init; }

    public string? Country { get; init; }

    public string? Channel { get; init; }

    public Guid? Referral { get; init; }

    public DateTimeOffset? CollectedAt { get; init; }

    public string? Reason { get; init; }

    public Guid? ShareId { get; init; }

    public Guid? SharedBy { get; init; }

    public string? Source { get; init; }

    public long? Count { get; init; }

    public long? Change { get; init; }

    public string? ByCountry { get; init; }

    public string? CountryChanges { get; init; }

    public long? Threshold { get; init; }

    public long? ByLine { get; init; }

    public long? GoalFrom { get; init; }

    public long? GoalTo { get; init; }

    public DateTimeOffset? OpensAt { get; init; }

    public DateTimeOffset? ClosesAt { get; init; }

    public string? Slug { get; init; }

    public string? Title { get; init; }

    public string? Statement { get; init; }

    public string? AddressedTo { get; init; }

    public string? Ladder { get; init; }

    public string? Thresholds { get; init; }

    public string? Confirmation { get; init; }

    public Guid? ExportId { get; init; }

    public long? FirstLine { get; init; }

    public long? LastLine { get; init; }

    public string? Format { get; init; }

    public string? UnsealedBy { get; init; }

    public Guid? ReceiverId { get; init; }

    public static HistoryRow Of(ExportedLine exported)
    {
        var (number, at, @event) = exported.Line;
        var row = new HistoryRow(number, at, StoredEvents.NameOf(@event), exported.Person);
        return @event switch
        {
            CampaignLaunched { Terms: var t } => row with
            {
                Slug = t.Slug,
                Title = t.Title,
                Statement = t.Statement,
                AddressedTo = t.AddressedTo,
                GoalTo = t.Goal,
                Ladder = Json(t.Ladder),
                Thresholds = Json(t.Thresholds),
                Confirmation = Word(t.Confirmation),
                OpensAt = t.OpensAt,
                ClosesAt = t.ClosesAt,
            },
            CampaignClosed => row,
            CampaignReopened e => row with { ClosesAt = e.ClosesAt },
            GoalChanged e => row with { GoalFrom = e.From, GoalTo = e.To },
            GoalRaised e => row with { GoalFrom = e.From, GoalTo = e.To },
            ThresholdAdded e => row with { Threshold = e.Threshold },
            ThresholdRemoved e => row with { Threshold = e.Threshold },
            MilestoneReached e => row with { Threshold = e.Threshold, Count = e.Count, ByLine = e.ByLine, SignatureId = e.SignatureId, Source = e.Source },
            MilestoneFallenBelow e => row with { Threshold = e.Threshold, Count = e.Count, ByLine = e.ByLine, SignatureId = e.SignatureId, Source = e.Source },
            MilestoneRegained e => row with { Threshold = e.Threshold, Count = e.Count, ByLine = e.ByLine, SignatureId = e.SignatureId, Source = e.Source },
            SignatureCounted e => row with
            {
                SignatureId = e.SignatureId,
                Number = e.Number,
                Country = e.Country,
                Channel = e.Channel,
                Referral = e.Referral,
                CollectedAt = e.CollectedAt,
            },
            SignatureSubmitted e => row with { SignatureId = e.SignatureId, Country = e.Country, Channel = e.Channel, Referral = e.Referral, CollectedAt = e.CollectedAt },
            SignatureConfirmed e => row with { SignatureId = e.SignatureId, Number = e.Number, Country = e.Country, Channel = e.Channel, Referral = e.Referral },
            SignatureWithdrawn e => row with { SignatureId = e.SignatureId, Number = e.Number, Country = e.Country, Channel = e.Channel, Referral = e.Referral },
            SignatureInvalidated e => row with
            {
                SignatureId = e.SignatureId,
                Number = e.Number,
                Country = e.Country,
                Channel = e.Channel,
                Referral = e.Referral,
                Reason = e.Reason,
            },
            CampaignShared e => row with { ShareId = e.ShareId, Channel = e.Channel, SharedBy = e.By },
            ExternalCountRecorded e => row with
            {
                Source = e.Source,
                Count = e.Count,
                Change = e.Change,
                ByCountry = Json(e.ByCountry),
                CountryChanges = Json(e.CountryChanges),
                CollectedAt = e.CollectedAt,
            },
            PersonsUnsealed e => row with
            {
                ExportId = e.ExportId,
                FirstLine = e.FirstLine,
                LastLine = e.LastLine,
                Format = Word(e.Format),
                Reason = e.Reason,
                UnsealedBy = Word(e.By),
            },
            PersonsRelayBegun e => row with { ReceiverId = e.ReceiverId, Reason = e.Reason },
            PersonsRelayEnded e => row with { ReceiverId = e.ReceiverId },
            _ => throw new NotSupportedException($"{row.Type} has no columns."),
        };
    }

    /// <summary>Says nothing of the person, so that no log or error can.</summary>
    public override string ToString() => nameof(HistoryRow);

    private static string? Json<T>(T value) => value is null ? null : JsonSerializer.Serialize(value);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
