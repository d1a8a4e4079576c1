using System.Text.Json;
using CampaignEvents.Api.Http;
using Npgsql;

namespace CampaignEvents.Api.Scenarios;

/// <summary>Where a scenario stands; stored by name.</summary>
internal enum ScenarioState
{
    Queued,
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>A row of the scenario table.</summary>
/// <param name="Id">Its id, and that of the set of its read models' rows.</param>
/// <param name="CampaignId">Whose ledger is replayed.</param>
/// <param name="Name">As given.</param>
/// <param name="Rules">As given.</param>
/// <param name="State">Running also when whoever ran it has died: then it is free to be taken.</param>
/// <param name="Cancel">It is to be cancelled.</param>
/// <param name="Takes">How often it was begun.</param>
/// <param name="ToLine">The last line to be replayed.</param>
/// <param name="Lines">Replayed so far.</param>
/// <param name="PerSecond">0 while not known.</param>
internal sealed record ScenarioRow(
    Guid Id, Guid CampaignId, string Name, ScenarioRulesBody Rules, ScenarioState State, bool Cancel, int Takes,
    long ToLine, long Lines, long PerSecond, DateTimeOffset AskedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    ScenarioResult? Result, string? Error)
{
    public const string Columns =
        "id, campaign_id, name, rules, state, cancel, takes, to_line, lines, per_second, asked_at, started_at, finished_at, result, error";

    public static ScenarioRow Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2),
        JsonSerializer.Deserialize(reader.GetString(3), ApiJson.Default.ScenarioRulesBody)!,
        Enum.Parse<ScenarioState>(reader.GetString(4), ignoreCase: true), reader.GetBoolean(5), reader.GetInt32(6),
        reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetFieldValue<DateTimeOffset>(10), Moment(reader, 11), Moment(reader, 12),
        reader.IsDBNull(13) ? null : JsonSerializer.Deserialize(reader.GetString(13), ApiJson.Default.ScenarioResult),
        reader.IsDBNull(14) ? null : reader.GetString(14));

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
