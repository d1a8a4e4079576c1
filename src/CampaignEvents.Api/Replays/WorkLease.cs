using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>The right to do a work alone, for as long as its connection lives. A process that dies loses it at once.</summary>
internal sealed class WorkLease(NpgsqlConnection connection) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public async ValueTask DisposeAsync()
    {
        // The server notices a closed connection a moment later; whoever asks next should not have to wait for that.
        if (connection.State == System.Data.ConnectionState.Open)
        {
            await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
            await unlock.ExecuteNonQueryAsync();
        }
        await connection.DisposeAsync();
    }
}
