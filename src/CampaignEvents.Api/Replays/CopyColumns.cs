using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>Columns that may be null.</summary>
internal static class CopyColumns
{
    public static Task WriteOptionalAsync<T>(this NpgsqlBinaryImporter copy, T? value)
        where T : struct => value is { } some ? copy.WriteAsync(some) : copy.WriteNullAsync();

    public static Task WriteOptionalAsync(this NpgsqlBinaryImporter copy, string? value) =>
        value is null ? copy.WriteNullAsync() : copy.WriteAsync(value);
}
