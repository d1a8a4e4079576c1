using System.IO.Pipelines;

namespace CampaignEvents.Api.Exports;

/// <summary>Where a command's export goes: standard output, or a file that is there only once it is whole.</summary>
internal sealed class ExportTarget(string? path) : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Stream _stream = path is null ? Console.OpenStandardOutput() : Open(path + ".part");

    private bool _whole;

    public string Name => path ?? "standard output";

    /// <summary>Whether people see it as it is written.</summary>
    public bool IsTerminal => path is null && !Console.IsOutputRedirected;

    public PipeWriter Pipe => field ??= PipeWriter.Create(_stream, new(leaveOpen: true));

    /// <summary>Writes what is left, and gives the file its name.</summary>
    public async Task CompleteAsync()
    {
        await Pipe.CompleteAsync();
        if (_stream is FileStream file)
            file.Flush(flushToDisk: true);
        if (path is not null)
            File.Move(path + ".part", path, overwrite: true);
        _whole = true;
    }

    /// <summary>Leaves nothing behind of an export that was not completed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (path is not null && !_whole)
            File.Delete(path + ".part");
    }

    private static FileStream Open(string part)
    {
        // Held for this process alone. What another run left is not trusted to be for its owner only.
        var file = new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = OwnerOnly,
        });
        File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        return file;
    }
}
