using CampaignEvents.Domain;
using CampaignEvents.Domain.Milestones;
using Npgsql;

namespace CampaignEvents.Api.Milestones;

/// <summary>What happened to a milestone. The numbers are stored.</summary>
internal enum MilestoneChange
{
    Reached = 1,
    FallenBelow = 2,
    Regained = 3,
}

/// <summary>Read model: one change of one milestone.</summary>
internal sealed record MilestoneRow(
    long Line, long Threshold, MilestoneChange Change, DateTimeOffset At, long Count, long ByLine, Guid? SignatureId, string? Source)
{
    public const string Columns = "line, threshold, change, at, count, by_line, signature_id, source";

    /// <summary>Null when the line changes no milestone.</summary>
    public static MilestoneRow? Of(Line line) => line.Event switch
    {
        MilestoneReached e => new(line.Number, e.Threshold, MilestoneChange.Reached, line.At, e.Count, e.ByLine, e.SignatureId, e.Source),
        MilestoneFallenBelow e => new(line.Number, e.Threshold, MilestoneChange.FallenBelow, line.At, e.Count, e.ByLine, e.SignatureId, e.Source),
        MilestoneRegained e => new(line.Number, e.Threshold, MilestoneChange.Regained, line.At, e.Count, e.ByLine, e.SignatureId, e.Source),
        _ => null,
    };

    public static MilestoneRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), (MilestoneChange)reader.GetInt16(2), reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetInt64(4), reader.GetInt64(5), reader.IsDBNull(6) ? null : reader.GetGuid(6), reader.IsDBNull(7) ? null : reader.GetString(7));
}
