using System.Diagnostics;
using CampaignEvents.Api.Hosting;

namespace CampaignEvents.Api.Tests.Hosting;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.At("lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void many_share_a_lock_and_none_has_it_alone()
    {
        using var one = FileLock.TryShared(Path).ShouldNotBeNull();
        using var other = FileLock.TryShared(Path).ShouldNotBeNull();

        FileLock.TryExclusive(Path).ShouldBeNull();
    }

    [Fact]
    public void who_has_it_alone_keeps_all_others_out()
    {
        using var alone = FileLock.TryExclusive(Path).ShouldNotBeNull();

        FileLock.TryExclusive(Path).ShouldBeNull();
        FileLock.TryShared(Path).ShouldBeNull();
    }

    [Fact]
    public void a_dropped_lock_is_free()
    {
        FileLock.TryExclusive(Path).ShouldNotBeNull().Dispose();

        using var next = FileLock.TryExclusive(Path).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("--shared", true)]
    [InlineData("--exclusive", false)]
    public void another_process_sees_a_shared_lock(string kind, bool granted)
    {
        using var shared = FileLock.TryShared(Path).ShouldNotBeNull();

        TakenElsewhere(kind).ShouldBe(granted);
    }

    [Fact]
    public void another_process_sees_an_exclusive_lock()
    {
        using var alone = FileLock.TryExclusive(Path).ShouldNotBeNull();

        TakenElsewhere("--shared").ShouldBeFalse();
    }

    [Fact]
    public async Task waiting_ends_when_patience_does()
    {
        using var alone = FileLock.TryExclusive(Path).ShouldNotBeNull();

        await Should.ThrowAsync<TimeoutException>(
            () => FileLock.ExclusiveAsync(Path, TimeSpan.FromMilliseconds(100), CancellationToken.None));
    }

    private bool TakenElsewhere(string kind)
    {
        using var flock = Process.Start("flock", [kind, "--nonblock", Path, "true"]);
        flock.WaitForExit();
        return flock.ExitCode == 0;
    }
}
