using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Domain.Replays;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

/// <summary>The rows of a scenario's read models: the same folds that rebuild a campaign's, over the scenario's lines.</summary>
internal sealed class ScenarioRows(Guid setId)
{
    private readonly RowFold[] _folds = [new TimelineFold(), new TallyFold(), new MilestoneFold()];

    public void Add(ReadOnlySpan<FoldedLine> lines)
    {
        foreach (var line in lines)
        {
            foreach (var fold in _folds)
                fold.Add(line);
        }
    }

    /// <summary>Writes the rows that are final, each table in one short statement.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, bool last, CancellationToken cancellation)
    {
        foreach (var fold in _folds)
            await fold.WriteAsync(connection, fold.Table, setId, last, cancellation);
    }

    /// <summary>Removes all rows of the set, some at a time.</summary>
    public async Task RemoveAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var fold in _folds)
            await RowSets.DeleteRowsAsync(connection, fold.Table, setId, cancellation);
    }
}
