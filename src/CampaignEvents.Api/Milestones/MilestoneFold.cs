using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Milestones;

/// <summary>The milestones' rows from a ledger.</summary>
internal sealed class MilestoneFold : RowFold<MilestoneRow>
{
    public override string Model => RowSet.Milestones;

    public override string Table => LedgerSchema.MilestoneChanges;

    public override string Columns => MilestoneRow.Columns;

    public override void Add(FoldedLine folded)
    {
        if (MilestoneRow.Of(folded.Line) is { } row)
            Finish(row);
    }

    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, MilestoneRow row)
    {
        await copy.WriteAsync(row.Line);
        await copy.WriteAsync(row.Threshold);
        await copy.WriteAsync((short)row.Change);
        await copy.WriteAsync(row.At);
        await copy.WriteAsync(row.Count);
        await copy.WriteAsync(row.ByLine);
        await copy.WriteOptionalAsync(row.SignatureId);
        await copy.WriteOptionalAsync(row.Source);
    }
}
