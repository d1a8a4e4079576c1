using Marten;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// Keeps one read model, in the ledger's transaction and under the campaign's lock. It has no clock, makes no ids and does
/// no I/O: it turns lines into statements.
/// </summary>
internal interface ILedgerProjection
{
    /// <summary>Queues the statements that bring the read model from before the batch to after it.</summary>
    void Apply(LedgerBatch batch, IDocumentOperations operations);
}
