using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Milestones;
using Npgsql;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Tells whether a milestone is the highest that one line crossed. Asks the read model, for a page of lines may end among them.</summary>
internal sealed class HighestMilestones(NpgsqlDataSource dataSource)
{
    /// <summary>True for a line that is no milestone reached or regained.</summary>
    public async Task<bool> IsAsync(Guid campaignId, Line line, CancellationToken cancellation)
    {
        var (threshold, byLine) = line.Event switch
        {
            MilestoneReached e => (e.Threshold, e.ByLine),
            MilestoneRegained e => (e.Threshold, e.ByLine),
            _ => (0, 0),
        };
        if (byLine == 0)
            return true;
        // The lines that follow a line by rule come right behind it.
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT NOT EXISTS (SELECT 1 FROM {LedgerSchema.MilestoneChanges}
                WHERE campaign_id = $1 AND line > $2 AND by_line = $3 AND threshold > $4 AND change IN ({(int)MilestoneChange.Reached}, {(int)MilestoneChange.Regained}))
            """);
        foreach (var value in (object[])[campaignId, byLine, byLine, threshold])
            command.Parameters.Add(new() { Value = value });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
