using System.IO.Pipelines;
using System.Text;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Live;

namespace CampaignEvents.Api.Tests.Live;

/// <summary>What waits for a reader that takes its time.</summary>
public sealed class ListenerTests : IDisposable
{
    private static readonly Guid _pond = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d560"), _lake = Guid.Parse("01a20a6f-0600-7bb9-8c1c-ddc67da6d561");

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
    private readonly CancellationTokenSource _ends = new();
    private readonly ManualClock _clock = new();
    private readonly LiveListener _listener;
    private readonly Task<bool> _telling;

    public ListenerTests()
    {
        _listener = new(null, _ends);
        _telling = _listener.TellAsync(new EventStream(_pipe.Writer, TimeSpan.FromSeconds(10), _clock));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _ends.Dispose();
    }

    [Fact]
    public async Task the_newest_progress_of_each_campaign_waits_and_every_milestone_before_it()
    {
        // The reader has not taken what came first; until it does, nothing is written.
        Tell(_pond, "pond 1", "m1");
        Tell(_lake, "lake 1");
        Tell(_pond, "pond 2", "m2", "m3");
        Tell(_pond, "pond 3");
        (await ReadAsync()).ShouldBe("retry: 1000\n\n");
        (await ReadAsync()).ShouldBe("m1 m2 m3 pond 3 lake 1 ");
        _telling.IsCompleted.ShouldBeFalse();

        // Ends at once; as what depends on whether it had seen by then that the last of it was taken.
        await _ends.CancelAsync();
        await _telling.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task a_reader_that_lets_too_many_milestones_come_together_is_let_go_of()
    {
        Tell(_pond, "pond 1", [.. Enumerable.Range(0, LiveListener.MaximumMilestones).Select(n => $"m{n}")]);
        await Task.Delay(50);
        _telling.IsCompleted.ShouldBeFalse();
        Tell(_pond, "pond 2", "one more");
        (await _telling.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
        _ends.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task a_reader_that_takes_nothing_for_longer_than_patience_allows_is_let_go_of()
    {
        _clock.Advance(TimeSpan.FromSeconds(9));
        await Task.Delay(50);
        _telling.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await _telling.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
    }

    [Fact]
    public async Task a_sign_of_life_is_given_only_where_there_is_nothing_to_say()
    {
        (await ReadAsync()).ShouldBe("retry: 1000\n\n");
        Tell(_pond, "pond 1");
        (await ReadAsync()).ShouldBe("pond 1 ");
        _listener.Beat(_clock.GetUtcNow(), TimeSpan.FromSeconds(8));
        _clock.Advance(TimeSpan.FromSeconds(8));
        _listener.Beat(_clock.GetUtcNow(), TimeSpan.FromSeconds(8));
        (await ReadAsync()).ShouldBe(":\n\n");
    }

    [Fact]
    public async Task a_reader_that_left_is_noticed_when_there_is_something_to_tell()
    {
        await ReadAsync();
        await _pipe.Reader.CompleteAsync();
        Tell(_pond, "pond 1");
        (await _telling.WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeFalse();
    }

    private void Tell(Guid campaign, string progress, params string[] milestones) =>
        _listener.Tell(campaign, [.. milestones.Select(Bytes)], Bytes(progress), _clock.GetUtcNow());

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text + " ");

    private async Task<string> ReadAsync()
    {
        var read = await _pipe.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        var text = Encoding.UTF8.GetString(read.Buffer);
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
