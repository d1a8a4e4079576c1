using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Milestones;
using Marten;

namespace CampaignEvents.Api.Milestones;

/// <summary>Keeps the milestones: a row for every time one was reached, fallen below or regained.</summary>
internal sealed class MilestoneProjection : ILedgerProjection
{
    public void Apply(LedgerBatch batch, IDocumentOperations operations)
    {
        var rows = batch.Lines.Select(MilestoneRow.Of).OfType<MilestoneRow>().ToList();
        if (rows.Count == 0)
            return;
        operations.QueueSqlCommand(
            $"""
            {RowSet.IntoMilestones}
            INSERT INTO {LedgerSchema.MilestoneChanges} (set_id, {MilestoneRow.Columns})
            SELECT target.id, u.* FROM target, unnest(?, ?, ?, ?, ?, ?, ?, ?) u
            """,
            batch.CampaignId,
            rows.Select(r => r.Line).ToArray(),
            rows.Select(r => r.Threshold).ToArray(),
            rows.Select(r => (short)r.Change).ToArray(),
            rows.Select(r => r.At).ToArray(),
            rows.Select(r => r.Count).ToArray(),
            rows.Select(r => r.ByLine).ToArray(),
            rows.Select(r => r.SignatureId).ToArray(),
            rows.Select(r => r.Source).ToArray());
    }
}
