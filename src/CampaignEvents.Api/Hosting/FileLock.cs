namespace CampaignEvents.Api.Hosting;

/// <summary>An advisory lock on a file, seen by every process on this machine and dropped by the kernel when its holder dies.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan _retryEvery = TimeSpan.FromMilliseconds(50);

    // flock(2) answers EWOULDBLOCK, whose number on Linux .NET passes on as the HResult.
    private const int Taken = 11;

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    // .NET turns FileShare.None into LOCK_EX and a shared read into LOCK_SH, neither of which waits.
    public static FileLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    public static FileLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    /// <summary>Waits for the exclusive lock; throws <see cref="TimeoutException"/> if others keep it longer than <paramref name="patience"/>.</summary>
    public static async Task<FileLock> ExclusiveAsync(string path, TimeSpan patience, CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < patience; waited += _retryEvery)
        {
            if (TryExclusive(path) is { } held)
                return held;
            await Task.Delay(_retryEvery, cancellation);
        }
        throw new TimeoutException($"Another process has held {path} for {patience.TotalSeconds:0} seconds.");
    }

    /// <inheritdoc cref="ExclusiveAsync"/>
    public static FileLock Exclusive(string path, TimeSpan patience) =>
        ExclusiveAsync(path, patience, CancellationToken.None).GetAwaiter().GetResult();

    public void Dispose() => _file.Dispose();

    private static FileLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = access,
                Share = share,
                // For the owner only: another local user could otherwise hold the lock against us.
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException failure) when (failure.HResult == Taken)
        {
            return null;
        }
    }
}
