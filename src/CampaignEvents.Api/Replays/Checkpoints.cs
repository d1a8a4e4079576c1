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

    /// <summary>Keeps a state; one that is kept already stays.</summary>
    public async Task SaveAsync(LedgerState state, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"INSERT INTO {LedgerSchema.Checkpoints} (campaign_id, line, at, state) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
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
            SELECT s.id FROM {LedgerSchema.Name}.mt_streams s
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
