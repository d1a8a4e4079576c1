using System.Collections.Concurrent;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Campaigns;
using Npgsql;

namespace CampaignEvents.Api.Campaigns;

/// <summary>
/// Progress from memory, never older than <see cref="MaximumAge"/>, whichever node wrote. However many ask, a campaign is
/// read once per that time, and not at all while nobody asks.
/// </summary>
internal sealed class ProgressCache(NpgsqlDataSource dataSource, TimeProvider clock)
{
    public static readonly TimeSpan MaximumAge = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, Task<CachedProgress>> _readings = new();

    public Task<CachedProgress> GetAsync(Guid campaignId)
    {
        if (_readings.TryGetValue(campaignId, out var reading))
        {
            if (!reading.IsCompleted)
                return reading;
            if (reading.IsCompletedSuccessfully && clock.GetElapsedTime(reading.Result.ReadAt) < MaximumAge)
                return reading;
        }
        return RefreshAsync(campaignId, reading);
    }

    // Of those who find it too old, one reads and the others wait for that one.
    private Task<CachedProgress> RefreshAsync(Guid campaignId, Task<CachedProgress>? old)
    {
        var source = new TaskCompletionSource<CachedProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = old is null
            ? _readings.TryAdd(campaignId, source.Task)
            : _readings.TryUpdate(campaignId, source.Task, old);
        if (!first)
            return _readings.TryGetValue(campaignId, out var newer) ? newer : GetAsync(campaignId);
        _ = ReadAsync(campaignId, source);
        return source.Task;
    }

    private async Task ReadAsync(Guid campaignId, TaskCompletionSource<CachedProgress> source)
    {
        try
        {
            var (readAt, now) = (clock.GetTimestamp(), clock.GetUtcNow());
            await using var command = dataSource.CreateCommand(
                $"SELECT {TimelineRow.Columns} FROM {LedgerSchema.Timeline} WHERE set_id = {RowSet.OfTimeline} ORDER BY minute DESC, block DESC LIMIT 1");
            command.Parameters.Add(new() { Value = campaignId });
            await using var reader = await command.ExecuteReaderAsync();
            var progress = await reader.ReadAsync() ? TimelineRow.Read(reader).Progress : Progress.None;
            source.SetResult(CachedProgress.Of(progress, readAt, now));
        }
        catch (Exception fault)
        {
            source.SetException(fault);
        }
    }
}
