using System.Text.Json;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Replays;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// The folded state after every <see cref="Every"/> lines of a ledger, so that any moment is at most so many lines away
/// from a state. They say nothing that the ledger does not: they may be deleted, and come back.
/// </summary>
internal sealed class Checkpoints(NpgsqlDataSource dataSource)
{
    public const int Every = 10_000;

    private static readonly JsonSerializerOptions _json = Json();

    /// <summary>The state to fold on from for a range of lines; the empty one where there is no checkpoint.</summary>
    public async Task<LedgerState> NearestAsync(Guid campaignId, LineRange range, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT state FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1 AND line <= $2 AND at <= $3 ORDER BY line DESC LIMIT 1");
        command.Parameters.Add(new() { Value = campaignId });
        command.Parameters.Add(new() { Value = range.To ?? long.MaxValue });
        command.Parameters.Add(new() { Value = range.Until ?? DateTimeOffset.MaxValue });
        return await command.ExecuteScalarAsync(cancellation) is byte[] state ? Read(state) : LedgerState.Empty;
    }

    /// <summary>Keeps a state; one that is kept for that line already stays.</summary>
    public Task SaveAsync(LedgerState state, CancellationToken cancellation) => SaveAsync(state, "DO NOTHING", cancellation);

    /// <summary>Keeps a state in the place of the one that is kept for that line.</summary>
    public Task ReplaceAsync(LedgerState state, CancellationToken cancellation) =>
        SaveAsync(state, "(campaign_id, line) DO UPDATE SET at = excluded.at, state = excluded.state", cancellation);

    /// <summary>Deletes what cannot be right: checkpoints off their lines or beyond the ledger's end.</summary>
    public async Task DeleteStrayAsync(Guid campaignId, long lastLine, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"DELETE FROM {LedgerSchema.Checkpoints} WHERE campaign_id = $1 AND (line % {Every} <> 0 OR line > $2)");
        command.Parameters.Add(new() { Value = campaignId });
        command.Parameters.Add(new() { Value = lastLine });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task SaveAsync(LedgerState state, string onConflict, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"INSERT INTO {LedgerSchema.Checkpoints} (campaign_id, line, at, state) VALUES ($1, $2, $3, $4) ON CONFLICT {onConflict}");
        var progress = state.Campaign.Progress;
        foreach (var value in (object[])[state.Campaign.Id, progress.Line, progress.At, Write(state)])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Campaigns whose ledger has grown past their next checkpoint.</summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT s.id FROM {LedgerSchema.Streams} s
            WHERE s.version >= {Every} + coalesce((SELECT max(c.line) FROM {LedgerSchema.Checkpoints} c WHERE c.campaign_id = s.id), 0)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var due = new List<Guid>();
        while (await reader.ReadAsync(cancellation))
            due.Add(reader.GetGuid(0));
        return due;
    }

    /// <summary>Equal states have equal bytes.</summary>
    public static byte[] Write(LedgerState state) => JsonSerializer.SerializeToUtf8Bytes(state, _json);

    public static LedgerState Read(byte[] state) => JsonSerializer.Deserialize<LedgerState>(state, _json)!;

    private static JsonSerializerOptions Json()
    {
        var options = new JsonSerializerOptions();
        LedgerJson.Configure(options);
        return options;
    }
}
