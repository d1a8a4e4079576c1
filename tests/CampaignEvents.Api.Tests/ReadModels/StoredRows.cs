using System.Text;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CampaignEvents.Api.Tests.ReadModels;

/// <summary>Everything that is stored for a campaign beside its ledger, as text, to compare byte for byte.</summary>
internal static class StoredRows
{
    private static readonly (string Model, string Sql)[] _models =
    [
        (RowSet.Timeline, $"SELECT to_jsonb(t) - 'set_id' FROM {LedgerSchema.Timeline} t WHERE set_id = {RowSet.OfTimeline} ORDER BY minute, block"),
        (RowSet.Tallies, $"SELECT to_jsonb(t) - 'set_id' FROM {LedgerSchema.Tallies} t WHERE set_id = {RowSet.OfTallies} ORDER BY dimension, key, minute, block"),
        (RowSet.Milestones, $"SELECT to_jsonb(t) - 'set_id' FROM {LedgerSchema.MilestoneChanges} t WHERE set_id = {RowSet.OfMilestones} ORDER BY line"),
        ("campaign", $"SELECT jsonb_build_array(data, mt_version, mt_dotnet_type) FROM {LedgerSchema.CampaignDocument} WHERE id = $1"),
        ("page", $"SELECT jsonb_build_array(data, mt_dotnet_type) FROM {LedgerSchema.PageDocument} WHERE id = $1"),
        ("checkpoints", $"SELECT to_jsonb(c) FROM {LedgerSchema.Checkpoints} c WHERE campaign_id = $1 ORDER BY line"),
    ];

    /// <summary>With every checkpoint that is due, which would otherwise come when it likes.</summary>
    public static async Task<string> ReadAsync(TestCampaign campaign)
    {
        await campaign.Host.Services.GetRequiredService<CheckpointWriter>().CatchUpAsync(CancellationToken.None);
        var text = new StringBuilder();
        foreach (var (model, sql) in _models)
        {
            text.Append(model).Append('\n');
            await using var command = campaign.Host.Database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = campaign.Id });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                text.Append(reader.GetString(0)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Compares, and names the first row that differs.</summary>
    public static void ShouldBeSame(string rows, string expected)
    {
        var (first, second) = (rows.Split('\n'), expected.Split('\n'));
        var differs = first.Zip(second).Index().FirstOrDefault(pair => pair.Item.First != pair.Item.Second, (-1, default));
        (differs.Index, differs.Item).ShouldBe((-1, default));
        first.Length.ShouldBe(second.Length);
    }

    /// <summary>Rows that no set in use and no scenario has: what an interrupted rebuild leaves, until the next.</summary>
    public static Task<long> StrayAsync(TestHost host) => host.AskAsync<long>(
        $"""
        SELECT count(*) FROM (
            SELECT set_id, '{RowSet.Timeline}' AS model FROM {LedgerSchema.Timeline} UNION ALL
            SELECT set_id, '{RowSet.Tallies}' FROM {LedgerSchema.Tallies} UNION ALL
            SELECT set_id, '{RowSet.Milestones}' FROM {LedgerSchema.MilestoneChanges}) r
        WHERE NOT EXISTS (SELECT FROM {LedgerSchema.RowSets} s WHERE s.set_id = r.set_id AND s.model = r.model AND s.is_current)
            AND NOT EXISTS (SELECT FROM {LedgerSchema.Scenarios} WHERE id = r.set_id)
            AND NOT (EXISTS (SELECT FROM {LedgerSchema.Streams} WHERE id = r.set_id)
                AND NOT EXISTS (SELECT FROM {LedgerSchema.RowSets} s WHERE s.campaign_id = r.set_id AND s.model = r.model AND s.is_current))
            AND NOT EXISTS (SELECT FROM {LedgerSchema.Scenarios} WHERE id = r.set_id)
        """);

    public static async Task DamageAsync(TestCampaign campaign, string sql)
    {
        await using var command = campaign.Host.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = campaign.Id });
        (await command.ExecuteNonQueryAsync()).ShouldBeGreaterThan(0, sql);
    }
}
